'use client';

import { type ActDialogProps, type OpenAct, runningItems } from './act-state';
import { CancelDialog, ContinueDialog, DeleteDialog, PauseDialog, RestoreDialog, ResumeDialog } from './end-dialogs';
import { NegotiateDialog } from './negotiate-dialog';
import { ChangePlanDialog, MigrateDialog } from './plan-dialogs';
import { AddAddOnDialog, AddOnQuantityDialog, SeatsDialog, seatItems } from './quantity-dialogs';

/** The dialog of the act that was chosen. Loaded when one is. */
export function ActDialogs({ open, now, ...rest }: ActDialogProps & { open: OpenAct; now: string }) {
  const items = runningItems(rest.state, now);
  switch (open.act) {
    case 'addon_quantity':
      return <AddOnQuantityDialog {...rest} addOn={open.addOn} />;
    case 'change':
      return <ChangePlanDialog {...rest} />;
    case 'migrate':
      return <MigrateDialog {...rest} />;
    case 'addon':
      return <AddAddOnDialog {...rest} />;
    case 'seats':
      return <SeatsDialog {...rest} items={seatItems(items)} />;
    case 'negotiate':
      return <NegotiateDialog {...rest} items={items} />;
    case 'pause':
      return <PauseDialog {...rest} />;
    case 'resume':
      return <ResumeDialog {...rest} />;
    case 'cancel':
      return <CancelDialog {...rest} />;
    case 'continue':
      return <ContinueDialog {...rest} />;
    case 'restore':
      return <RestoreDialog {...rest} />;
    case 'delete':
      return <DeleteDialog {...rest} />;
  }
}
