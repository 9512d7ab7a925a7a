// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Computes a model with ONNX Runtime: the file of a specification that `run`
// writes, whose names are relative to the current folder, where npm has
// installed the runtime.
import fs from 'fs';
import { createRequire } from 'module';
import path from 'path';
import { pathToFileURL } from 'url';

const require = createRequire(path.join(process.cwd(), 'x.js'));
const ort = await import(pathToFileURL(require.resolve('onnxruntime-web')));
ort.env.wasm.numThreads = 1;

// The type and the elements of a .npy file of floats or bytes.
function elements(name) {
  const data = fs.readFileSync(name);
  const begin = 10 + data.readUInt16LE(8);
  const [type, Elements] = {
    '<f4': ['float32', Float32Array],
    '|u1': ['uint8', Uint8Array],
    '|i1': ['int8', Int8Array],
  }[/'descr': '(...)'/.exec(data.toString('latin1', 10, begin))[1]];
  return [type, new Elements(data.buffer.slice(data.byteOffset + begin, data.byteOffset + data.length))];
}

const spec = JSON.parse(fs.readFileSync(process.argv[2]));
const session = await ort.InferenceSession.create(spec.model);
const feeds = {};
for (const [name, input] of Object.entries(spec.inputs))
  feeds[name] = new ort.Tensor(...elements(input.file), input.dims);
for (const [name, value] of Object.entries(spec.constants))
  feeds[name] = new ort.Tensor('int64', BigInt64Array.of(BigInt(value)), []);
const results = await session.run(feeds);
session.outputNames.forEach((name, i) => {
  const data = results[name].data;
  fs.writeFileSync(spec.outputs[i], Buffer.from(data.buffer, data.byteOffset, data.byteLength));
});
