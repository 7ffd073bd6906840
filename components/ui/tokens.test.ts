import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const sheet = readFileSync(path.join(import.meta.dirname, '../../app/tokens.css'), 'utf8');

type Rgb = [number, number, number];

/** The tokens of one theme as linear RGB; the dark block overrides what it names. */
function theme(name: 'light' | 'dark'): Map<string, Rgb> {
  const tokens = new Map<string, Rgb>();
  for (const start of name === 'light' ? [':root {'] : [':root {', '.dark {']) {
    const from = sheet.indexOf(start);
    const block = sheet.slice(from, sheet.indexOf('}', from));
    for (const [, token, l, c, h] of block.matchAll(/--([\w-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\);/g))
      tokens.set(String(token), oklchToLinear(Number(l), Number(c), Number(h)));
  }
  return tokens;
}

function oklchToLinear(l: number, c: number, h: number): Rgb {
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const L = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const M = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const S = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * L - 3.3077115913 * M + 0.2309699292 * S,
    -1.2684380046 * L + 2.6097574011 * M - 0.3413193965 * S,
    -0.0041960863 * L - 0.7034186147 * M + 1.707614701 * S,
  ].map((v) => Math.min(1, Math.max(0, v))) as Rgb;
}

function oklab([r, g, b]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

const luminance = ([r, g, b]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * b;

function contrast(a: Rgb, b: Rgb): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

// Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
const VISIONS: Record<string, [Rgb, Rgb, Rgb]> = {
  typical: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function seen(color: Rgb, [r, g, b]: [Rgb, Rgb, Rgb]): Rgb {
  const mix = (row: Rgb) => Math.min(1, Math.max(0, row[0] * color[0] + row[1] * color[1] + row[2] * color[2]));
  return [mix(r), mix(g), mix(b)];
}

const distance = (a: Rgb, b: Rgb) => Math.hypot(...oklab(a).map((v, i) => v - (oklab(b)[i] ?? 0)));

const PAIRS: [string, string][] = [
  ...['text', 'muted', 'faint', 'accent-text', 'positive', 'warning', 'critical'].flatMap((ink): [string, string][] =>
    ['bg', 'surface', 'raised', 'sidebar'].map((ground) => [ink, ground]),
  ),
  ...['text', 'muted'].flatMap((ink): [string, string][] => ['hover', 'accent-soft'].map((ground) => [ink, ground])),
  ['accent-text', 'accent-soft'],
  ['positive', 'positive-soft'],
  ['warning', 'warning-soft'],
  ['critical', 'critical-soft'],
  ['accent-contrast', 'accent'],
  ['accent-contrast', 'accent-hover'],
  ['accent-contrast', 'critical-fill'],
  ['accent-contrast', 'critical-fill-hover'],
  ['inverse-text', 'inverse'],
];

describe.each(['light', 'dark'] as const)('the %s theme', (name) => {
  const tokens = theme(name);
  const get = (token: string) => tokens.get(token) ?? expect.fail(`no token ${token}`);

  test.each(PAIRS)('%s is readable on %s', (ink, ground) => {
    expect(contrast(get(ink), get(ground))).toBeGreaterThanOrEqual(4.5);
  });

  test('a control stands out from the page', () => {
    expect(contrast(get('control'), get('bg'))).toBeGreaterThanOrEqual(3);
    expect(contrast(get('accent'), get('bg'))).toBeGreaterThanOrEqual(3);
  });

  test.each(Object.entries(VISIONS))('chart colours differ for %s vision, the first five clearly', (_, matrix) => {
    const palette = Array.from({ length: 8 }, (_, i) => seen(get(`chart-${i + 1}`), matrix));
    for (const [i, a] of palette.entries())
      for (const [j, b] of palette.entries())
        if (i < j) expect(distance(a, b), `chart ${i + 1} and ${j + 1}`).toBeGreaterThanOrEqual(j < 5 ? 0.09 : 0.06);
  });
});
