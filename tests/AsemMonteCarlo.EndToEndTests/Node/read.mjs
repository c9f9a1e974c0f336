// Prints every value of Parquet files: node read.mjs polars|hyparquet FILE…
// "# FILE", then for each column "@ NAME TYPE" and a line for each value, as TableText.cs writes them; "= KEY VALUE" for metadata.
const [reader, ...files] = process.argv.slice(2);
const view = new DataView(new ArrayBuffer(8));
const escape = text => text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
const write = {
  text: v => '"' + escape(v),
  integer: v => String(v),
  real: v => (view.setFloat64(0, v), "r" + view.getBigUint64(0).toString(16).padStart(16, "0")),
  single: v => (view.setFloat32(0, v), "s" + view.getUint32(0).toString(16).padStart(8, "0")),
  flag: v => String(v),
};
const out = [];
const column = (name, type, values) => {
  if (!write[type]) throw new Error(`${name}: no type for ${type}`);
  out.push(`@ ${name} ${type}`);
  for (const v of values) out.push(v === null || v === undefined ? "-" : write[type](v));
};

const readers = {
  async polars(file) {
    const { default: pl } = await import("nodejs-polars");
    const table = pl.readParquet(file);
    const types = { String: "text", Utf8: "text", Int64: "integer", Float64: "real", Float32: "single", Bool: "flag" };
    // numbers of JavaScript do not hold every 64-bit integer, texts do
    for (const s of table.getColumns()) column(s.name, types[s.dtype.variant] ?? String(s.dtype), (s.dtype.variant === "Int64" ? s.cast(pl.Utf8) : s).toArray());
  },
  async hyparquet(file) {
    const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } = await import("hyparquet");
    const { compressors } = await import("hyparquet-compressors");
    const buffer = await asyncBufferFromFile(file);
    const metadata = await parquetMetadataAsync(buffer);
    for (const { key, value } of metadata.key_value_metadata) out.push(`= ${key} ${escape(value)}`);
    const rows = await parquetReadObjects({ file: buffer, metadata, compressors });
    const types = { INT64: "integer", DOUBLE: "real", FLOAT: "single", BOOLEAN: "flag" };
    for (const { name, type, converted_type } of metadata.schema.slice(1)) column(name, converted_type === "UTF8" ? "text" : types[type] ?? type, rows.map(row => row[name]));
  },
};

for (const file of files) {
  out.push(`# ${file}`);
  await readers[reader](file);
}
process.stdout.write(out.join("\n") + "\n");
