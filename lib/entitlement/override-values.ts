/** Named values of features, such as `{ seats: { max: "20" } }`. A feature without values is there all the same. */
export type FeatureValues = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A value with what stands behind it: the plan's, and the override's if it has one. */
export interface LayeredValue {
  value: string;
  planValue: string | null;
  overrideValue: string | null;
}

/**
 * Puts an override's values over a plan's and shows both, value by value. Features and values that were taken away are gone, whoever gives them.
 */
export function layeredValues(
  plan: FeatureValues,
  override: FeatureValues = {},
  removed: { features?: readonly string[]; values?: Readonly<Record<string, readonly string[]>> } = {},
): Record<string, Record<string, LayeredValue>> {
  const keysOf = (...all: (object | undefined)[]) => [...new Set(all.flatMap((one) => Object.keys(one ?? {})))];
  const features = keysOf(plan, override).filter((feature) => !removed.features?.includes(feature));
  const valuesOf = (feature: string) => {
    const names = keysOf(plan[feature], override[feature]).filter((name) => !removed.values?.[feature]?.includes(name));
    return names.map((name): [string, LayeredValue] => {
      const [planValue, overrideValue] = [plan[feature]?.[name] ?? null, override[feature]?.[name] ?? null];
      return [name, { value: overrideValue ?? planValue ?? '', planValue, overrideValue }];
    });
  };
  return Object.fromEntries(features.map((feature) => [feature, Object.fromEntries(valuesOf(feature))]));
}
