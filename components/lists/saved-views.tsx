'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Bookmark, BookmarkPlus, Trash2, Users } from 'lucide-react';
import { useRouter, useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { refresh, useApi, useApiMutation } from '@/components/api/client';
import { useMay } from '@/components/shell/viewer';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { lazy } from '@/components/ui/lazy';
import { Popover } from '@/components/ui/popover';
import { toast } from '@/components/ui/toast';
import { createSavedView, deleteSavedView, type ListName, listSavedViews, type SavedView } from '@/lib/api/lists';
import { viewSearch } from './view-search';

const SaveView = lazy(() => import('./save-view').then((module) => module.SaveView));

/** The views of a list: opened by choosing one, and made of what the list shows now. A view is the search of the page's address. */
export function SavedViews({ list }: { list: ListName }) {
  const router = useRouter();
  const address = useSearchParams();
  const search = viewSearch(address.toString());
  const tab = address.get('tab');
  const views = useApi(listSavedViews, { query: { list } });
  const [saving, setSaving] = useState(false);
  const shown = views.data?.data ?? [];
  const current = search === '' ? undefined : shown.find((view) => viewSearch(view.search) === search);
  return (
    <>
      <Popover
        label="Views"
        trigger={
          <Button icon={<Bookmark />} className="max-w-52">
            {current?.name ?? 'Views'}
          </Button>
        }
      >
        {(close) => (
          <div className="flex w-72 flex-col gap-1 p-1">
            {shown.length === 0 && (
              <p className="text-pretty p-2 text-muted text-sm">No views yet. Search, filter or sort the list, then save it as a view.</p>
            )}
            <ul>
              {shown.map((view) => (
                <ViewRow
                  key={view.id}
                  view={view}
                  list={list}
                  current={view === current}
                  onOpen={() => {
                    close();
                    router.push(`?${tab === null ? '' : `tab=${tab}&`}${view.search}`);
                  }}
                />
              ))}
            </ul>
            <button
              type="button"
              disabled={search === '' || current !== undefined}
              onClick={() => {
                close();
                setSaving(true);
              }}
              className="flex h-8 w-full items-center gap-2 rounded-sm border-border border-t px-2 text-left hover:bg-hover disabled:text-faint disabled:hover:bg-transparent"
            >
              <BookmarkPlus className="size-3.5" />
              {search === '' ? 'Nothing is searched or filtered' : current ? 'This view is saved' : 'Save this view…'}
            </button>
          </div>
        )}
      </Popover>
      {saving && <SaveView list={list} search={search} onClose={() => setSaving(false)} />}
    </>
  );
}

function ViewRow({ view, list, current, onOpen }: { view: SavedView; list: ListName; current: boolean; onOpen: () => void }) {
  const manages = useMay('members:manage');
  const client = useQueryClient();
  const remove = useApiMutation(deleteSavedView, [listSavedViews]);
  const restore = useApiMutation(createSavedView);
  const { name, search, shared } = view;
  const drop = async () => {
    await remove.mutateAsync({ params: { viewId: view.id } });
    const undo = async () => {
      await restore.mutateAsync({ body: { list, name, search, shared } });
      await refresh(client, [listSavedViews]);
    };
    toast.success(`View ${name} deleted`, view.mine ? { action: { label: 'Undo', onClick: () => void undo() } } : {});
  };
  return (
    <li className="flex items-center">
      <button
        type="button"
        aria-current={current ? 'true' : undefined}
        onClick={onOpen}
        className="flex h-8 min-w-0 flex-1 items-center gap-2 rounded-sm px-2 text-left hover:bg-hover aria-[current]:bg-accent-soft"
      >
        <span className="truncate">{name}</span>
        {shared && (
          <span className="ml-auto flex shrink-0 items-center gap-1 text-muted text-sm">
            <Users className="size-3" /> {view.mine ? 'shared' : view.ownerName}
          </span>
        )}
      </button>
      {(view.mine || manages) && <IconButton quiet size="sm" label={`Delete view ${name}`} icon={<Trash2 />} onClick={() => void drop()} />}
    </li>
  );
}
