// One door as a Lambda function, with the access and the settings its work needs.
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Door as DoorName } from '../src/doors.ts';
import { DossierFunction } from './dossier-function.ts';
import type { ExportBucket } from './export-bucket.ts';
import type { Stage } from './stage.ts';
import type { DossierTable } from './table.ts';
import { denyTokenRows, grantRows, grantTokenRows } from './table-access.ts';

export interface DoorProps {
  readonly name: DoorName;
  readonly stage: Stage;
  /** The folder of bundleDoors. */
  readonly bundles: string;
  readonly table: DossierTable;
  readonly exports: ExportBucket;
  readonly publicUrl: string;
}

/** Discovery tells what everyone may know and needs no data; token knows clients and keys, and no file. */
const grantAccess = (door: DoorName, table: DossierTable, role: IRole): void => {
  if (door === 'token') grantTokenRows(table, role);
  else {
    if (door !== 'discovery') grantRows(table, role);
    denyTokenRows(table, role);
  }
};

const ratesOf = ({ throttle: { perClient, perAddress } }: Stage): Record<string, string> => ({
  RATE_PER_CLIENT: String(perClient),
  RATE_PER_ADDRESS: String(perAddress),
});

/** The wording of src/settings.ts. */
const peopleOf = ({ identityProviders }: Stage): Record<string, string> =>
  identityProviders.length > 0 ? { IDENTITY_PROVIDERS: JSON.stringify(identityProviders) } : {};

export class Door extends DossierFunction {
  constructor(scope: Construct, id: string, props: DoorProps) {
    const { name, stage, bundles, table, exports, publicUrl } = props;
    super(scope, id, {
      name,
      as: `${name} door`,
      stage,
      bundles,
      timeoutSeconds: stage.timeoutSeconds,
      environment: {
        ...(name === 'discovery' ? {} : { TABLE_NAME: table.served.tableName, ...ratesOf(stage) }),
        ...(name === 'fhir' ? { ...exports.settings, RETENTION_YEARS: String(stage.retentionYears) } : {}),
        ...peopleOf(stage),
        PUBLIC_URL: publicUrl,
      },
    });
    grantAccess(name, table, this.role);
    if (name === 'fhir') exports.grantFetch(this.role);
  }
}
