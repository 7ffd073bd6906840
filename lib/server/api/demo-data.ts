import 'server-only';
import * as op from '@/lib/api/demo-data';
import { removeDemoData } from '../demo-data';
import { bind } from './edge';

export const demoDataRoutes = [bind(op.removeDemoData, (ctx) => removeDemoData(ctx))];
