import 'server-only';
import { ABSOLUTE_URI, type MeteringEvent } from '@/lib/metering/event';

const DAY = '(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)';
const UTC = new RegExp(`^[1-9]\\d{3}-${DAY}T(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,6})?Z$`);

const isText = (value: unknown) => typeof value === 'string' && value !== '';

/**
 * Is this certainly a good envelope, with a time in UTC of microseconds at most? Nearly every event is one; the others are left to the schema,
 * which is asked for its faults and costs more than all else that is done with an event here.
 */
export function isPlainEnvelope(item: unknown): item is MeteringEvent {
  if (typeof item !== 'object' || item === null) return false;
  const e = item as Record<string, unknown>;
  for (const name in e) {
    const value = e[name];
    switch (name) {
      case 'id':
      case 'source':
      case 'type':
      case 'subject':
        break;
      case 'specversion':
        if (value !== '1.0') return false;
        break;
      case 'time':
        if (typeof value !== 'string' || !UTC.test(value)) return false;
        break;
      case 'data':
        if (typeof value !== 'object' || Array.isArray(value)) return false;
        break;
      case 'datacontenttype':
        if (value !== 'application/json') return false;
        break;
      case 'dataschema':
        if (!isText(value) || !ABSOLUTE_URI.test(value as string)) return false;
        break;
      default:
        return false;
    }
  }
  return isText(e.id) && isText(e.source) && isText(e.type) && isText(e.subject);
}
