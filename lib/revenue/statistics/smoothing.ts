// Estimates are floats: nobody is billed by them. They are rounded on the way out.

/** State of exponential smoothing with an additive, perhaps damped, trend and additive seasons. */
export interface SmoothingState {
  level: number;
  slope: number;
  /** The next season first. */
  seasons: readonly number[];
}

/** Speed at which each part of the state follows its errors; `phi` below 1 damps the trend, a `beta` of 0 keeps it. */
export interface Smoothing {
  alpha: number;
  beta: number;
  gamma: number;
  phi: number;
}

const seasonOf = ({ seasons }: SmoothingState): number => seasons[0] ?? 0;

/** The forecast of the next value. */
const nextOf = (state: SmoothingState, phi: number): number => state.level + phi * state.slope + seasonOf(state);

/** Takes one value in: each part moves by its share of the error. */
function step(state: SmoothingState, error: number, { alpha, beta, gamma, phi }: Smoothing): SmoothingState {
  const [season, ...later] = state.seasons;
  return {
    level: state.level + phi * state.slope + alpha * error,
    slope: phi * state.slope + beta * error,
    seasons: season === undefined ? state.seasons : [...later, season + gamma * error],
  };
}

/** Runs a series through smoothing; gives the state after it and the sum of squared errors of the next value on the way. */
export function smooth(series: readonly number[], start: SmoothingState, by: Smoothing): { state: SmoothingState; squaredError: number } {
  let state = start;
  let squaredError = 0;
  for (const value of series) {
    const error = value - nextOf(state, by.phi);
    squaredError += error * error;
    state = step(state, error, by);
  }
  return { state, squaredError };
}

/** Forecasts of the next values from a state. */
export function projectFrom(state: SmoothingState, horizon: number, phi: number): number[] {
  let damping = 0;
  return Array.from({ length: horizon }, (_, h) => {
    damping += phi ** (h + 1);
    return state.level + damping * state.slope + (state.seasons[h % Math.max(1, state.seasons.length)] ?? 0);
  });
}
