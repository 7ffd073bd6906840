'use client';

import { Download, Printer } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { downloadText } from '@/components/ui/csv';
import { Menu } from '@/components/ui/menu';
import { Switch } from '@/components/ui/switch';
import type { InvoicePreview } from '@/lib/api/rating/previews';
import { fileNameOf, previewCsv } from './preview-export';

type Props = { preview: InvoicePreview; customerView: boolean; onCustomerView: (shown: boolean) => void };

/** Takes a preview along: as a spreadsheet, as data, on paper. */
export function PreviewActs({ preview, customerView, onCustomerView }: Props) {
  const name = fileNameOf(preview);
  return (
    <>
      <Switch checked={customerView} onCheckedChange={onCustomerView} className="self-center">
        Customer view
      </Switch>
      <Button icon={<Printer />} onClick={() => window.print()}>
        Print
      </Button>
      <Menu
        label="Download"
        trigger={<Button icon={<Download />}>Download</Button>}
        items={[
          { label: 'Lines as CSV', onSelect: () => downloadText(`${name}.csv`, previewCsv(preview)) },
          {
            label: 'Everything as JSON',
            onSelect: () => downloadText(`${name}.json`, JSON.stringify(preview, null, 2), 'application/json'),
          },
        ]}
      />
    </>
  );
}
