// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Operations of tensor, scf, affine and arith on tensors and on memory.
// RANGE n 0 3
// RANGE i -1000 1000
func.func @tensors(%x: tensor<6x20xf32>, %n: tensor<i32>, %b: tensor<30x7xi8>, %i: tensor<6x20xi64>)
    -> (tensor<6x20xf32>, tensor<6x20xf32>, tensor<2x3x4x5xf32>, tensor<8x23xf32>, tensor<6x20xf32>, tensor<60x7xi8>,
        tensor<6x20xi64>, tensor<6x20xf32>, tensor<6x20xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %c6 = arith.constant 6 : index
  %zero = arith.constant 0.0 : f32
  // Each row becomes the sum of those up to it.
  %sums = scf.for %r = %c1 to %c6 step %c1 iter_args(%t = %x) -> (tensor<6x20xf32>) {
    %before = arith.subi %r, %c1 : index
    %one = tensor.extract_slice %t[%before, 0] [1, 20] [1, 1] : tensor<6x20xf32> to tensor<1x20xf32>
    %two = tensor.extract_slice %t[%r, 0] [1, 20] [1, 1] : tensor<6x20xf32> to tensor<1x20xf32>
    %sum = arith.addf %one, %two : tensor<1x20xf32>
    %next = tensor.insert_slice %sum into %t[%r, 0] [1, 20] [1, 1] : tensor<1x20xf32> into tensor<6x20xf32>
    scf.yield %next : tensor<6x20xf32>
  }
  // A condition on data, chosen among tensors.
  %number = tensor.extract %n[] : tensor<i32>
  %two = arith.constant 2 : i32
  %less = arith.cmpi slt, %number, %two : i32
  %chosen = arith.select %less, %sums, %x : tensor<6x20xf32>
  %part = tensor.extract_slice %x[0, 0] [6, 20] [1, 1] : tensor<6x20xf32> to tensor<6x20xf32>
  %line = tensor.collapse_shape %part [[0, 1]] : tensor<6x20xf32> into tensor<120xf32>
  %cube = tensor.expand_shape %line [[0, 1, 2, 3]] output_shape [2, 3, 4, 5] : tensor<120xf32> into tensor<2x3x4x5xf32>
  %frame = tensor.pad %x low[1, 2] high[1, 1] {
  ^bb0(%r: index, %s: index):
    tensor.yield %zero : f32
  } : tensor<6x20xf32> to tensor<8x23xf32>
  %made = tensor.generate {
  ^bb0(%r: index, %s: index):
    %t = arith.muli %r, %c4 : index
    %u = arith.addi %t, %s : index
    %v = arith.index_cast %u : index to i32
    %w = arith.sitofp %v : i32 to f32
    tensor.yield %w : f32
  } : tensor<6x20xf32>
  %stacked = tensor.concat dim(0) %b, %b : (tensor<30x7xi8>, tensor<30x7xi8>) -> tensor<60x7xi8>
  %three = arith.constant dense<3> : tensor<6x20xi64>
  %quotient = arith.floordivsi %i, %three : tensor<6x20xi64>
  // Memory: a buffer that loops of affine write.
  %buffer = memref.alloc() : memref<6x20xf32>
  %from = bufferization.to_buffer %x : tensor<6x20xf32> to memref<6x20xf32>
  affine.for %r = 0 to 6 {
    affine.for %s = 0 to 20 {
      %v = affine.load %from[-%r + 5, %s] : memref<6x20xf32>
      affine.store %v, %buffer[%r, %s] : memref<6x20xf32>
    }
  }
  %turned = bufferization.to_tensor %buffer restrict : memref<6x20xf32> to tensor<6x20xf32>
  // Rows in parallel.
  %empty = tensor.empty() : tensor<6x20xf32>
  %rows = scf.forall (%r) in (6) shared_outs(%t = %empty) -> (tensor<6x20xf32>) {
    %one = tensor.extract_slice %x[%r, 0] [1, 20] [1, 1] : tensor<6x20xf32> to tensor<1x20xf32>
    %twice = arith.addf %one, %one : tensor<1x20xf32>
    scf.forall.in_parallel {
      tensor.parallel_insert_slice %twice into %t[%r, 0] [1, 20] [1, 1] : tensor<1x20xf32> into tensor<6x20xf32>
    }
  }
  return %sums, %chosen, %cube, %frame, %made, %stacked, %quotient, %turned, %rows : tensor<6x20xf32>, tensor<6x20xf32>,
    tensor<2x3x4x5xf32>, tensor<8x23xf32>, tensor<6x20xf32>, tensor<60x7xi8>, tensor<6x20xi64>, tensor<6x20xf32>,
    tensor<6x20xf32>
}
