// ISO 4217, active codes. The number of minor digits is 2 but for the exceptions below.
const codes =
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF CLP CNY COP CRC CUP CVE CZK DJF ' +
  'DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW ' +
  'KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP ' +
  'PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD ' +
  'UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG';

const minorDigits: Record<string, number> = {};
for (const code of codes.split(' ')) minorDigits[code] = 2;
for (const code of 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ')) minorDigits[code] = 0;
for (const code of 'BHD IQD JOD KWD LYD OMR TND'.split(' ')) minorDigits[code] = 3;
for (const code of 'CLF UYW'.split(' ')) minorDigits[code] = 4;

/** Every ISO 4217 code we know, in alphabetical order. */
export const fiatCurrencies: readonly string[] = Object.keys(minorDigits);

/** A currency money is counted in: an ISO code, or a custom one that carries its own precision of 0 to 12 digits. */
export interface Currency {
  code: string;
  precision: number;
}

/** The ISO 4217 currency of this code with its minor digits (USD 2, JPY 0, KWD 3), or null when there is none. */
export function findFiatCurrency(code: string): Currency | null {
  const precision = Object.hasOwn(minorDigits, code) ? minorDigits[code] : undefined;
  return precision === undefined ? null : { code, precision };
}

/**
 * The currency of a code: an ISO one, or one of the workspace's custom ones.
 * Throws for an unknown code, because by then the plan has been checked.
 */
export function getCurrency(code: string, custom: readonly Currency[] = []): Currency {
  const found = findFiatCurrency(code) ?? custom.find((currency) => currency.code === code);
  if (!found) throw new Error(`unknown currency ${code}`);
  if (!Number.isInteger(found.precision) || found.precision < 0 || found.precision > 12)
    throw new Error(`currency ${code} has precision ${found.precision}`);
  return found;
}
