'use client';

import { Command as Cmdk, useCommandState } from 'cmdk';
import { Search } from 'lucide-react';
import { useDeferredValue, useEffect, useState } from 'react';
import type { Command, CommandSource } from './commands';
import { Kbd } from './kbd';
import { Modal } from './modal';
import { type Recent, readRecents, rememberRecent } from './recents';
import { Spinner } from './spinner';

type Props = {
  commands: readonly Command[];
  sources: readonly CommandSource[];
  /** Under which name recent choices are kept: one list per workspace. */
  recents: string;
  /** Text typed while this was loading. */
  typed?: () => string;
  onRun: (command: Command) => void;
  onClose: () => void;
};

/** Everything by name: places, acts, things. Recent ones first while nothing is typed. Fetched when first opened. */
export default function CommandPalette({ commands, sources, recents, typed, onRun, onClose }: Props) {
  const [query, setQuery] = useState(() => typed?.() ?? '');
  const { found, searching } = useSources(sources, query.trim());
  const [marked, setMarked] = useState('');
  const first = found[0] && markOf(found[0]);
  useEffect(() => {
    if (first) setMarked(first); // what was asked for by name comes before places that resemble it
  }, [first]);
  const recent = query
    ? []
    : readRecents(recents)
        .flatMap((item) => commands.find((command) => command.id === item.id) ?? again(item) ?? [])
        .slice(0, 5);
  const rest = Map.groupBy(
    commands.filter((command) => !recent.includes(command)),
    (command) => command.group,
  );
  const select = (command: Command) => {
    rememberRecent(recents, command);
    onClose();
    onRun(command);
  };
  return (
    <Modal onClose={onClose} aria-label="Command palette" className="mx-auto mt-[12vh] mb-auto w-[calc(100vw-2rem)] max-w-140 rounded-md">
      <Cmdk label="Command palette" value={marked} onValueChange={setMarked} filter={wordMatch} loop className="flex min-h-0 flex-col">
        <div className="flex h-12 shrink-0 items-center gap-3 border-border border-b px-4">
          <Search className="text-muted" />
          <Cmdk.Input
            value={query}
            onValueChange={setQuery}
            placeholder="Go to, do, find…"
            className="h-full min-w-0 flex-1 bg-transparent text-md outline-none"
          />
          {searching ? <Spinner className="text-muted" label="Searching" /> : <Kbd keys="escape" />}
        </div>
        <Cmdk.List className="max-h-[min(420px,60vh)] scroll-py-2 overflow-y-auto p-2">
          {found.length === 0 && <NoMatch searching={searching} />}
          {recent.length > 0 && <Group heading="Recent" commands={recent} onSelect={select} prefix="recent:" />}
          {[...Map.groupBy(found, (command) => command.group)].map(([group, list]) => (
            <Group key={`found:${group}`} heading={group} commands={list} onSelect={select} forceMount />
          ))}
          {[...rest].map(([group, list]) => (
            <Group key={group} heading={group} commands={list} onSelect={select} />
          ))}
        </Cmdk.List>
      </Cmdk>
    </Modal>
  );
}

/** Says that neither places and actions nor things match. */
function NoMatch({ searching }: { searching: boolean }) {
  const isEmpty = useCommandState((state) => state.filtered.count === 0);
  if (!isEmpty) return null;
  return (
    <p role="status" className="px-2 py-8 text-center text-muted">
      {searching ? 'Looking…' : 'No results.'}
    </p>
  );
}

/** A thing that was found by name before. */
const again = ({ id, label, group, href }: Recent): Command | null => (label && group && href ? { id, label, group, href } : null);

/** Ranks what is offered: every word typed must begin a word of the label or of its keywords; labels come before keywords. */
function wordMatch(value: string, search: string, keywords: string[] = []): number {
  const words = (text: string) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  const label = words(value.split('\n')[1] ?? value);
  const other = keywords.flatMap(words);
  let score = 1;
  for (const typed of words(search.trim())) {
    if (label.some((word) => word.startsWith(typed))) continue;
    if (!other.some((word) => word.startsWith(typed))) return 0;
    score = 0.5;
  }
  return score;
}

const markOf = (command: Command, prefix = '') => [prefix + command.group, command.label, command.id].join('\n');

type GroupProps = {
  heading: string;
  commands: readonly Command[];
  onSelect: (command: Command) => void;
  prefix?: string;
  forceMount?: boolean;
};

function Group({ heading, commands, onSelect, prefix = '', forceMount = false }: GroupProps) {
  return (
    <Cmdk.Group
      heading={heading}
      forceMount={forceMount}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-muted [&_[cmdk-group-heading]]:text-xs"
    >
      {commands.map((command) => (
        <Cmdk.Item
          key={command.id}
          value={markOf(command, prefix)}
          keywords={[...(command.keywords ?? [])]}
          forceMount={forceMount}
          onSelect={() => onSelect(command)}
          className="flex h-9 cursor-pointer items-center gap-2.5 rounded-sm px-2 data-[selected=true]:bg-hover"
        >
          <span className="grid size-4 place-items-center text-muted">{command.icon}</span>
          <span className="min-w-0 flex-1 truncate">{command.label}</span>
          {command.shortcut && <Kbd keys={command.shortcut} />}
        </Cmdk.Item>
      ))}
    </Cmdk.Group>
  );
}

/** Asks every source for what is typed, once typing pauses; an answer to an older question is dropped. A source that fails finds nothing. */
function useSources(sources: readonly CommandSource[], query: string) {
  const asked = useDeferredValue(query);
  const [state, setState] = useState<{ query: string; found: readonly Command[] }>({ query: '', found: [] });
  useEffect(() => {
    if (asked.length < 2 || sources.length === 0) return;
    const controller = new AbortController();
    const timer = setTimeout(async () => {
      const answers = await Promise.allSettled(sources.map((source) => source(asked, controller.signal)));
      if (controller.signal.aborted) return;
      setState({ query: asked, found: answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : [])) });
    }, 150);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [asked, sources]);
  const wanted = query.length >= 2 && sources.length > 0;
  return { found: wanted ? state.found : [], searching: wanted && state.query !== query };
}
