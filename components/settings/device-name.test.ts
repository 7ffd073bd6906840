import { expect, it } from 'vitest';
import { deviceName } from './device-name';

it('names browser and system', () => {
  expect(deviceName('Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36')).toBe(
    'Chrome on Linux',
  );
  expect(deviceName('Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0')).toBe('Edge on Windows');
  expect(deviceName('curl/8.5.0')).toBe('curl/8.5.0');
  expect(deviceName('')).toBe('Unknown');
});
