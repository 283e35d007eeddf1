// Carries out bulk exports, one step per change of an export's row, as the table's stream tells them.
import { exportHandler } from '../src/edge/export-event.ts';
import { lambdaExportStep } from '../src/lambda-export-run.ts';

export const handler = exportHandler(lambdaExportStep());
