// What a Lambda container does at its first request: load the bundle, call its handler. JavaScript, because stripping
// types would be measured along. Arguments: the bundle and the event.
const [bundle, event] = process.argv.slice(2);
const start = performance.now();
const { handler } = await import(bundle);
const loaded = performance.now();
const { statusCode, body } = await handler(JSON.parse(event));
const answered = performance.now();
// Log lines go to stdout too; the last line is ours.
console.log(
  JSON.stringify({
    statusCode,
    body: body?.slice(0, 300),
    loading: loaded - start,
    first: answered - loaded,
    whole: answered,
  }),
);
process.exit(0);
