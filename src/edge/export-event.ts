// Changes of exports as the table's stream tells them: the key of the export and the version its row came to.
import type { DynamoDBStreamEvent } from 'aws-lambda';

export interface ExportChange {
  readonly sk: string;
  /** Undefined when the row is gone: cancelled or expired. */
  readonly version?: number;
}

/** Takes one step per change: the step itself changes the row, and so brings the next event. */
export const exportHandler =
  (take: (change: ExportChange) => Promise<unknown>) =>
  async ({ Records }: DynamoDBStreamEvent): Promise<void> => {
    for (const { dynamodb } of Records) {
      const sk = dynamodb?.Keys?.sk?.S;
      const version = dynamodb?.NewImage?.n?.N;
      if (sk !== undefined) await take({ sk, version: version === undefined ? undefined : Number(version) });
    }
  };
