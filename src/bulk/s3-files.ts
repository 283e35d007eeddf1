// Exported files in S3, one prefix per export; encryption, privacy and the last day of a file are the bucket's own.
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { ExportFiles } from './files.ts';

export interface BucketOptions {
  readonly bucket: string;
  /** Yours to close; without it one is made, by the AWS settings of where it runs. */
  readonly client?: S3Client;
}

export function openBucket({ bucket: Bucket, client = new S3Client({}) }: BucketOptions): ExportFiles {
  const keyOf = (job: string, name: string): string => `exports/${job}/${name}`;
  const remove = async (keys: readonly string[]): Promise<void> => {
    if (keys.length === 0) return;
    const Objects = keys.map((Key) => ({ Key }));
    const { Errors = [] } = await client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
    );
    if (Errors.length > 0) throw new Error(`S3 kept ${Errors.length} exported files: ${Errors[0]?.Code}`);
  };
  return {
    put: async (job, name, Body) => {
      const Key = keyOf(job, name);
      await client.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: 'application/x-ndjson' }));
    },
    get: async (job, name) => {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: keyOf(job, name) }));
        return await Body?.transformToString('utf8');
      } catch (problem) {
        if (problem instanceof NoSuchKey) return undefined;
        throw problem;
      }
    },
    drop: async (job, name) => {
      if (name !== undefined) return remove([keyOf(job, name)]);
      // What is deleted is listed no more, so each round begins anew.
      for (;;) {
        const { Contents = [] } = await client.send(
          new ListObjectsV2Command({ Bucket, Prefix: keyOf(job, '') }),
        );
        if (Contents.length === 0) return;
        await remove(Contents.flatMap(({ Key }) => Key ?? []));
      }
    },
  };
}
