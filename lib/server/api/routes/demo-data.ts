import 'server-only';
import * as op from '@/lib/api/workspace/demo-data';
import { bind } from '@/lib/server/api/edge/edge';
import { removeDemoData } from '@/lib/server/identity/demo-data';

export const demoDataRoutes = [bind(op.removeDemoData, (ctx) => removeDemoData(ctx))];
