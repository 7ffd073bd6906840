import { Fragment } from 'react';
import { limitsOf, nameOf, type Shape } from './document';

/** A type in one line: `string`, `ULID`, `list of Meter`, `one of "a", "b"`. */
export function TypeText({ shape }: { shape: Shape }) {
  const name = nameOf(shape);
  if (name) {
    return (
      <a href={`#shape-${name}`} className="rounded-sm text-accent-text underline-offset-2 hover:underline">
        {name}
      </a>
    );
  }
  if (shape.enum) return <>{shape.enum.map((value) => JSON.stringify(value)).join(' | ')}</>;
  const options = shape.oneOf ?? shape.anyOf;
  if (options) {
    return options.map((option, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: options have no name and never move
      <Fragment key={i}>
        {i > 0 && ' | '}
        <TypeText shape={option} />
      </Fragment>
    ));
  }
  if (shape.type === 'array' && shape.items) {
    return (
      <>
        list of <TypeText shape={shape.items} />
      </>
    );
  }
  if (typeof shape.additionalProperties === 'object') {
    return (
      <>
        map of <TypeText shape={shape.additionalProperties} />
      </>
    );
  }
  if (shape.properties) return <>{`{ ${Object.keys(shape.properties).join(', ')} }`}</>;
  return <>{shape.format ?? shape.type ?? 'any'}</>;
}

/** The fields of a shape as rows, or its type in one line when it has none. */
export function ShapeView({ shape }: { shape: Shape }) {
  if (!shape.properties) {
    return (
      <p className="font-mono text-sm">
        <TypeText shape={shape} />
        <span className="ml-2 text-muted">{limitsOf(shape)}</span>
      </p>
    );
  }
  const required = new Set(shape.required);
  return (
    <dl className="divide-y divide-border">
      {Object.entries(shape.properties).map(([name, member]) => (
        <div key={name} className="grid gap-x-4 py-1.5 sm:grid-cols-[14rem_1fr]">
          <dt className="font-mono text-sm">
            {name}
            {required.has(name) && (
              <span className="text-critical" title="required">
                *
              </span>
            )}
          </dt>
          <dd className="min-w-0 break-words text-sm">
            <span className="font-mono">
              <TypeText shape={member} />
            </span>
            {member.readOnly && <span className="ml-2 text-faint">read only</span>}
            <span className="ml-2 text-muted">{[member.description, limitsOf(member)].filter(Boolean).join(' · ')}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
