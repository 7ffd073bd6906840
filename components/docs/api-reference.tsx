import { Badge, type Tone } from '@/components/ui/badge';
import { type ApiDocument, byTag, type Entry, type Shape } from './document';
import { ShapeView, TypeText } from './shape-view';

const TONES: Record<string, Tone> = { get: 'neutral', post: 'positive', put: 'accent', patch: 'accent', delete: 'critical' };
const anchor = (text: string) => text.toLowerCase().replace(/\W+/g, '-');

/** The HTTP API to read: every operation and every shape, from the document that the server itself serves. */
export function ApiReference({ document, origin }: { document: ApiDocument; origin: string }) {
  const tags = byTag(document);
  return (
    <div className="mx-auto grid max-w-300 gap-x-10 px-4 py-8 nav:grid-cols-[13rem_minmax(0,1fr)] nav:px-6">
      <nav
        aria-label="Operations"
        className="max-nav:mb-8 nav:sticky nav:top-8 nav:max-h-[calc(100dvh-4rem)] nav:self-start nav:overflow-y-auto"
      >
        <ul className="flex flex-col gap-1">
          {tags.map(([tag, entries]) => (
            <li key={tag}>
              <a href={`#${anchor(tag)}`} className="flex justify-between rounded-sm px-2 py-1 text-muted hover:bg-hover hover:text-text">
                {tag} <span className="num text-faint">{entries.length}</span>
              </a>
            </li>
          ))}
          <li>
            <a href="#shapes" className="block rounded-sm px-2 py-1 text-muted hover:bg-hover hover:text-text">
              Shapes
            </a>
          </li>
        </ul>
      </nav>
      <main className="min-w-0">
        <h1 className="font-semibold text-xl">API reference</h1>
        <Preface origin={origin} />
        {tags.map(([tag, entries]) => (
          <section key={tag} id={anchor(tag)} aria-labelledby={`${anchor(tag)}-title`} className="mt-12 scroll-mt-8">
            <h2 id={`${anchor(tag)}-title`} className="border-border border-b pb-2 font-semibold text-lg">
              {tag}
            </h2>
            {entries.map((entry) => (
              <OperationView key={entry.operationId} entry={entry} />
            ))}
          </section>
        ))}
        <section id="shapes" aria-labelledby="shapes-title" className="mt-12 scroll-mt-8">
          <h2 id="shapes-title" className="border-border border-b pb-2 font-semibold text-lg">
            Shapes
          </h2>
          {Object.entries(document.components.schemas).map(([name, shape]) => (
            <article key={name} id={`shape-${name}`} className="mt-6 scroll-mt-8">
              <h3 className="mb-1 font-medium font-mono text-sm">{name}</h3>
              {shape.description && <p className="mb-1 text-muted">{shape.description}</p>}
              <ShapeView shape={shape} />
            </article>
          ))}
        </section>
      </main>
    </div>
  );
}

function Preface({ origin }: { origin: string }) {
  const example = `curl '${origin}/api/v3/openmeter/plans?filter[status]=active&sort=name' \\\n  -H "Authorization: Bearer $RATEBOOK_KEY"`;
  return (
    <div className="mt-3 flex max-w-[72ch] flex-col gap-3 text-muted">
      <p>
        Operations under <code className="text-text">/api/v3/openmeter</code> follow the Konnect Metering &amp; Billing v3 contract, so its
        clients work unchanged; those under <code className="text-text">/api/v1</code> are Ratebook’s own. Create an API key under Settings
        and send it as a bearer token. The same as a file:{' '}
        <a className="text-accent-text underline" href="/api/openapi.json">
          openapi.json
        </a>
        .
      </p>
      <pre className="overflow-x-auto rounded-md bg-surface px-3 py-2 font-mono text-sm text-text">{example}</pre>
      <ul className="list-disc space-y-1 pl-5">
        <li>Money and quantities are decimal strings. Times are ISO 8601; periods include their start and exclude their end.</li>
        <li>
          Lists take <code>page[size]</code>, <code>page[number]</code>, <code>sort=name desc</code> and{' '}
          <code>filter[field][operator]</code>.
        </li>
        <li>
          A write may carry <code>If-Match</code> with the ETag of the copy it was made from: a newer one on the server answers 412 with the
          current content.
        </li>
        <li>
          A write may carry <code>Idempotency-Key</code>: repeating it within 24 hours gives the first answer and writes nothing again. A
          key belongs to the workspace, or to the person where no workspace is written to. Answers that show a secret are not kept, so a key
          is refused there. Events and imports need none: an event is stored once by its source and id.
        </li>
        <li>Errors are problem+json: a code, a message, and each fault with its field.</li>
      </ul>
    </div>
  );
}

function OperationView({ entry }: { entry: Entry }) {
  const body = Object.values(entry.requestBody?.content ?? {})[0]?.schema;
  return (
    <article id={entry.operationId} className="mt-6 scroll-mt-8">
      <h3 className="font-medium">
        <a href={`#${entry.operationId}`} className="rounded-sm hover:underline">
          {entry.summary}
        </a>
      </h3>
      <p className="mt-1 flex flex-wrap items-center gap-2">
        <Badge tone={TONES[entry.method] ?? 'neutral'}>{entry.method.toUpperCase()}</Badge>
        <code className="break-all text-sm">{entry.path}</code>
      </p>
      {entry.description && <p className="mt-1 text-muted text-sm">{entry.description.replaceAll('`', '')}</p>}
      {entry.parameters.length > 0 && (
        <Part title="Parameters">
          <ShapeView
            shape={{
              properties: Object.fromEntries(entry.parameters.map((p) => [p.name, p.schema])),
              required: entry.parameters.filter((p) => p.required).map((p) => p.name),
            }}
          />
        </Part>
      )}
      {body && (
        <Part title="Body">
          <TypeLine shape={body} />
        </Part>
      )}
      {Object.entries(entry.responses)
        .filter(([status]) => status.startsWith('2'))
        .map(([status, response]) => {
          const shape = Object.values(response.content ?? {})[0]?.schema;
          return (
            <Part key={status} title={`Answers ${status}`}>
              {shape ? <TypeLine shape={shape} /> : <p className="text-muted text-sm">No body</p>}
            </Part>
          );
        })}
    </article>
  );
}

const TypeLine = ({ shape }: { shape: Shape }) => (
  <p className="font-mono text-sm">
    <TypeText shape={shape} />
  </p>
);

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div className="mt-3">
      <h4 className="mb-1 text-faint text-xs">{title}</h4>
      {children}
    </div>
  );
}
