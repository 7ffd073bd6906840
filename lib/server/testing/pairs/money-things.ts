import 'server-only';
import * as addOnOps from '@/lib/api/catalog/add-ons';
import * as currencyOps from '@/lib/api/catalog/currencies';
import * as priceOps from '@/lib/api/catalog/llm-cost';
import { removePriceList, uploadPriceList } from '@/lib/api/catalog/llm-price-list';
import * as planOps from '@/lib/api/catalog/plans';
import * as taxOps from '@/lib/api/catalog/tax-codes';
import { extra, fee, flat, phase } from '@/lib/server/testing/sample-plans';
import { act, made, type Thing } from './act';

const taxCode: Thing = {
  name: 'tax code',
  async make(w, key) {
    const { id } = await made(w, 'POST', '/tax-codes', { key, name: 'T', app_mappings: [] });
    const taxed = { ...fee, tax_config: { code: { id } } };
    const { id: planId } = await made(w, 'POST', '/plans', { ...flat, key: `${key}_p`, phases: [phase(taxed)] });
    const free = await made(w, 'POST', '/tax-codes', { key: `${key}_free`, name: 'T', app_mappings: [] });
    const [params, both] = [{ taxCodeId: free.id }, { invoicing_tax_code: { id: free.id }, credit_grant_tax_code: { id: free.id } }];
    const names = { ...fee, tax_config: { code: { id: free.id } } };
    return [
      act(w, taxOps.createTaxCode, { body: { key: `${key}_n`, name: 'T', app_mappings: [] }, once: true }),
      act(w, taxOps.upsertTaxCode, { params, body: { name: 'T2', app_mappings: [] } }),
      act(w, taxOps.deleteTaxCode, { params, once: true }),
      act(w, planOps.createPlan, { body: { ...flat, key, phases: [phase(names)] }, once: true }),
      act(w, planOps.updatePlan, { params: { planId }, body: { name: 'P', phases: [phase(names)] } }),
      act(w, addOnOps.createAddOn, { body: { ...extra, key, rate_cards: [{ ...names, key }] }, once: true }),
      act(w, taxOps.updateDefaultTaxCodes, { body: both }),
    ];
  },
};

const currency: Thing = {
  name: 'currency of credits',
  async make(w, key) {
    const code = `CREDIT${key.toUpperCase()}`;
    const body = { code, name: 'C', precision: 2, decimal_mark: '.', thousand_separator: ',' };
    const { id: currencyId } = await made(w, 'POST', '/currencies/custom', body);
    await made(w, 'POST', `/currencies/custom/${currencyId}/cost-bases`, { fiat_code: 'USD', rate: '0.01' });
    const { id: planId } = await made(w, 'POST', '/plans', { ...flat, key, phases: [phase({ ...fee, currency: code })] });
    const from = { effective_from: '2029-01-01T00:00:00Z' };
    const params = { currencyId };
    return [
      act(w, currencyOps.createCustomCurrency, { body: { ...body, code: `${code}N` }, once: true }),
      act(w, currencyOps.createCostBasis, { params, body: { fiat_code: 'EUR', rate: '0.01', ...from }, once: true }),
      act(w, currencyOps.createCostBasis, { name: 'another rate', params, body: { fiat_code: 'EUR', rate: '0.02', ...from }, once: true }),
      act(w, planOps.publishPlan, { params: { planId } }),
    ];
  },
};

const price: Thing = {
  name: 'price of a model',
  refused: ['the same again'],
  async make(w, key) {
    const body = (model: string, amount: string) => ({
      ...{ provider: 'openai', model_id: model, currency: 'USD', effective_from: '2026-01-01T00:00:00Z' },
      pricing: { input_per_token: amount, output_per_token: '0.2' },
    });
    const { id: priceId } = await made(w, 'POST', '/llm-cost/overrides', body(key, '0.1'));
    return [
      act(w, priceOps.createLlmOverride, { body: body(`${key}_n`, '0.1') }),
      act(w, priceOps.createLlmOverride, { name: 'another price', body: body(`${key}_n`, '0.3') }),
      act(w, priceOps.createLlmOverride, { name: 'the same again', body: body(key, '0.4') }),
      act(w, priceOps.deleteLlmOverride, { params: { priceId }, once: true }),
    ];
  },
};

const priceList: Thing = {
  name: 'list of model prices that was uploaded',
  alone: true,
  async make(w) {
    const list = (model: string): [string, string] => [
      `Provider,Model,Input per million,Output per million\r\nopenai,${model},2,8\r\n`,
      'text/csv',
    ];
    await w.call('PUT', '/api/v1/llm-cost/price-list', list('first')[0], { headers: { 'content-type': 'text/csv' } });
    return [
      act(w, uploadPriceList, { text: list('second'), idle: true }),
      act(w, uploadPriceList, { name: 'another list', text: list('third'), idle: true }),
      act(w, removePriceList, { once: true }),
    ];
  },
};

/** All that says what money is and what things cost. */
export const moneyThings: readonly Thing[] = [taxCode, currency, price, priceList];
