import { expect, it } from 'vitest';
import { columnsOf, guessedColumns, headerOf } from './csv-columns';

it('reads the header and chooses the columns that it knows', () => {
  const header = headerOf('\uFEFFCustomer ID,"Name",Plan,Seats\nacme,Acme,pro,3\n');
  expect(header).toEqual(['Customer ID', 'Name', 'Plan', 'Seats']);
  expect(guessedColumns(header)).toEqual({ customerKey: 'Customer ID', customerName: 'Name', plan: 'Plan' });
});

it('asks for the column of the customer', () => {
  expect(columnsOf({ plan: 'p' })).toBeNull();
  expect(columnsOf({ customerKey: 'id', plan: '' })).toEqual({ customerKey: 'id' });
});
