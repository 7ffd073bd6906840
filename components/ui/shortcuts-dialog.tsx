'use client';

import type { Command } from './commands';
import { Dialog } from './dialog';
import { Kbd } from './kbd';

/** Dialog opened by "?": every shortcut of this page, by heading. */
export default function ShortcutsDialog({ commands, onClose }: { commands: readonly Command[]; onClose: () => void }) {
  const groups = Map.groupBy(
    commands.filter((command) => command.shortcut),
    (command) => command.group,
  );
  return (
    <Dialog open onOpenChange={onClose} title="Keyboard shortcuts">
      <div className="grid gap-x-10 gap-y-5 sm:grid-cols-2">
        {[...groups].map(([group, list]) => (
          <section key={group}>
            <h3 className="mb-1 font-medium text-muted text-sm">{group}</h3>
            <dl>
              {list.map((command) => (
                <div key={command.id} className="flex h-8 items-center justify-between gap-4">
                  <dt>{command.label}</dt>
                  <dd>
                    <Kbd keys={command.shortcut ?? ''} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
