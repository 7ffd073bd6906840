// Compares the document that is served with a contract, operation by operation.
import { type ContractDifference, follow, type Json, type Pair, shapeDifferences } from './contract-shape';

/** One operation of the contract, and what is not as it says. */
export interface Compared {
  id: string;
  /** Method and path, for example `POST /openmeter/plans`. */
  operation: string;
  tags: string[];
  /** Undefined when the operation is not served. */
  differences: ContractDifference[] | undefined;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

interface Found {
  id: string;
  method: string;
  path: string;
  operation: Json;
}

function operationsOf(document: Json): Found[] {
  return Object.entries((document.paths ?? {}) as { [path: string]: Json }).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method] as Json | undefined;
      return operation ? [{ id: String(operation.operationId ?? `${method} ${path}`), method, path, operation }] : [];
    }),
  );
}

/** A path whose parameters have lost their names. */
const shapeOf = (path: string) => path.replace(/\{[^}]*\}/g, '{}');

/**
 * Every operation of a contract with what differs in what is served: parameters, bodies and answers, down to each constraint. Served paths
 * may stand under a prefix of their own. Answers that only ours gives (a conflict, a stale copy) are no difference; a missing one is.
 */
export function compareContract(contract: Json, served: Json): Compared[] {
  const ours = operationsOf(served);
  return operationsOf(contract).map(({ id, method, path, operation }) => {
    const found = ours.find((other) => other.method === method && shapeOf(other.path).endsWith(shapeOf(path)));
    const about = { id, operation: `${method.toUpperCase()} ${path}`, tags: (found?.operation.tags as string[] | undefined) ?? [] };
    if (!found) return { ...about, differences: undefined };
    const documents = { contract, served };
    return {
      ...about,
      differences: [
        ...(found.id === id ? [] : [{ at: 'operationId', words: `is ${found.id}, the contract has ${id}` }]),
        ...parameterDifferences(documents, operation, found.operation),
        ...bodyDifferences(documents, operation.requestBody, found.operation.requestBody),
        ...answerDifferences(documents, (operation.responses ?? {}) as Json, (found.operation.responses ?? {}) as Json),
      ],
    };
  });
}

function parametersOf(document: Json, operation: Json): Map<string, Json> {
  const list = Array.isArray(operation.parameters) ? operation.parameters : [];
  return new Map(list.map((parameter) => follow(document, parameter)).map((parameter) => [`${parameter.in}:${parameter.name}`, parameter]));
}

/** Form of a parameter in a URL. Nested ones are always written in brackets, so that `explode` says nothing of them. */
function writing(parameter: Json): string {
  const style = parameter.style ?? (parameter.in === 'query' ? 'form' : 'simple');
  return style === 'deepObject'
    ? 'in brackets'
    : `${style}, ${(parameter.explode ?? style === 'form') ? 'repeated' : 'separated by commas'}`;
}

function parameterDifferences(documents: Pair, contract: Json, served: Json): ContractDifference[] {
  const [theirs, ours] = [parametersOf(documents.contract, contract), parametersOf(documents.served, served)];
  const found: ContractDifference[] = [];
  for (const [name, parameter] of theirs) {
    const own = ours.get(name);
    const at = `${parameter.in}.${parameter.name}`;
    if (!own) {
      found.push({ at, words: 'is missing' });
      continue;
    }
    if ((parameter.required ?? false) !== (own.required ?? false)) {
      found.push({ at, words: own.required ? 'is required, and optional in the contract' : 'is optional, and required in the contract' });
    }
    if (parameter.in === 'query' && writing(parameter) !== writing(own)) {
      found.push({ at, words: `is written ${writing(own)}, in the contract ${writing(parameter)}` });
    }
    found.push(...shapeDifferences(documents, parameter.schema, own.schema, at));
  }
  const extra = [...ours].filter(([name]) => !theirs.has(name));
  return [...found, ...extra.map(([, parameter]) => ({ at: `${parameter.in}.${parameter.name}`, words: 'is not in the contract' }))];
}

function contentDifferences(documents: Pair, contract: Json, served: Json, at: string): ContractDifference[] {
  const [theirs, ours] = [(contract.content ?? {}) as { [type: string]: Json }, (served.content ?? {}) as { [type: string]: Json }];
  const found: ContractDifference[] = [];
  const single = Object.keys(theirs).length === 1 && Object.keys(ours).length <= 1;
  for (const [type, { schema }] of Object.entries(theirs)) {
    const own = ours[type];
    if (!own) found.push({ at, words: `${type} is missing` });
    else found.push(...shapeDifferences(documents, schema ?? {}, own.schema ?? {}, single ? at : `${at} ${type}`));
  }
  const extra = Object.keys(ours).filter((type) => !(type in theirs));
  return [...found, ...extra.map((type) => ({ at, words: `${type} is not in the contract` }))];
}

function bodyDifferences(documents: Pair, contract: unknown, served: unknown): ContractDifference[] {
  if (contract === undefined && served === undefined) return [];
  if (served === undefined) return [{ at: 'request', words: 'is missing' }];
  if (contract === undefined) return [{ at: 'request', words: 'is not in the contract' }];
  const [theirs, ours] = [follow(documents.contract, contract), follow(documents.served, served)];
  const required = (theirs.required ?? false) === (ours.required ?? false);
  return [
    ...(required
      ? []
      : [{ at: 'request', words: ours.required ? 'is required, and optional in the contract' : 'may be left out, not in the contract' }]),
    ...contentDifferences(documents, theirs, ours, 'request'),
  ];
}

const isSuccess = (status: string) => status.startsWith('2');

function answerDifferences(documents: Pair, contract: Json, served: Json): ContractDifference[] {
  const found: ContractDifference[] = [];
  for (const [status, answer] of Object.entries(contract)) {
    const at = `answer ${status}`;
    if (!(status in served)) found.push({ at, words: 'is missing' });
    else found.push(...contentDifferences(documents, follow(documents.contract, answer), follow(documents.served, served[status]), at));
  }
  const extra = Object.keys(served).filter((status) => isSuccess(status) && !(status in contract));
  return [...found, ...extra.map((status) => ({ at: `answer ${status}`, words: 'is not in the contract' }))];
}

/**
 * Is an operation among those asked for? Each of `only` is a path (`/plans/**` with everything below, `/customers/*` with one more step;
 * `/openmeter` may be left out) or a tag. Nothing asked for is everything.
 */
export function isSelected({ operation, tags }: Pick<Compared, 'operation' | 'tags'>, only: readonly string[]): boolean {
  const path = operation.replace(/^\S+ /, '').replace(/^\/openmeter/, '');
  const asPattern = (text: string) => {
    const escaped = text.replace(/^\/openmeter/, '').replace(/[.+?^${}()|[\]\\]/g, '\\$&');
    return new RegExp(`^${escaped.replace(/\/\*\*$|\*/g, (stars) => (stars === '*' ? '[^/]+' : '(/.*)?'))}$`);
  };
  return only.length === 0 || only.some((wanted) => (wanted.startsWith('/') ? asPattern(wanted).test(path) : tags.includes(wanted)));
}
