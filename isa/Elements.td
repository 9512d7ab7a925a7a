// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Elements.td - element types ---------------------------------------------===//
//
// The types of a tile's elements: as operands of a multiply, in memory, as words of an
// array. Everything that depends on a type (the depth of a multiply, the view of a packed
// tile, a type's name in C) is derived from these records.
//
//===----------------------------------------------------------------------===//

// kind: float, signed or unsigned. wide: the name of the type of the 16 x 16 array that
// it widens to; a type of 32 bits widens to itself. tile: the C type of a tile of such
// elements. letters: an element in clang's tables of builtins, a byte if the type is
// smaller.
class ElementType<string name, int size, string kind, string wide, string tile, string letters> {
  string Name = name;
  int Bits = size;
  string Kind = kind;
  string Wide = wide;
  string Tile = tile;
  string Letters = letters;
  string WideTile = "tile_" # !tolower(wide) # "_t";
  int Bytes = !srl(size, 3);
  int Depth = !div(512, size);   // elements of a packed row
  int Parts = !div(Depth, 16);   // arrays that pack into a tile
}
def TypeF32  : ElementType<"F32", 32, "float", "F32", "tile_f32_t", "f">;
def TypeI32  : ElementType<"I32", 32, "signed", "I32", "tile_i32_t", "i">;
def TypeF16  : ElementType<"F16", 16, "float", "F32", "tile_f16_t", "x">;
def TypeBF16 : ElementType<"BF16", 16, "float", "F32", "tile_bf16_t", "Us">;
def TypeI16  : ElementType<"I16", 16, "signed", "I32", "tile_i16_t", "s">;
def TypeU16  : ElementType<"U16", 16, "unsigned", "I32", "tile_u16_t", "Us">;
def TypeE4M3 : ElementType<"E4M3", 8, "float", "F32", "tile_e4m3_t", "Uc">;
def TypeE5M2 : ElementType<"E5M2", 8, "float", "F32", "tile_e5m2_t", "Uc">;
def TypeI8   : ElementType<"I8", 8, "signed", "I32", "tile_i8_t", "Sc">;
def TypeU8   : ElementType<"U8", 8, "unsigned", "I32", "tile_u8_t", "Uc">;
def TypeI4   : ElementType<"I4", 4, "signed", "I32", "tile_i4_t", "Sc">;
def TypeU4   : ElementType<"U4", 4, "unsigned", "I32", "tile_u4_t", "Uc">;
def TypeB1   : ElementType<"B1", 1, "unsigned", "I32", "tile_b1_t", "Uc">;

// How a tile access stores elements in memory. The code is the elem field of the word;
// rows and columns are those of a full access, in memory. transfer: raw, element (i, j)
// of memory is element (i, j) of the packed view; converted, it is word (i, j) of the
// array that the type widens to; transposed, it is element (j, i) of the packed view.
class TileElement<string name, bits<4> enc, ElementType of, string transfer, int rows,
                  int columns, string tile, string text> {
  string Name = name;
  bits<4> Code = enc;
  ElementType Of = of;
  string Transfer = transfer;
  int Rows = rows;
  int Columns = columns;
  int Bits = of.Bits;            // of one element in memory
  bit Half = !lt(Bits, 8);       // two share a byte, the first in the low half
  int Bytes = !if(Half, 1, of.Bytes); // that an access of one element touches
  string Place = !if(Half, "half n % 2, the low one first, of mem[a + n / 2]",
                     "mem[a + " # Bytes # "n]"); // of element n
  string Type = tile;            // the C type of the tile
  string Text = text;
}
// 16 x 16 elements in memory, an array in the register.
class ConvertedElement<ElementType t, bits<4> enc, string text>
    : TileElement<t.Name, enc, t, "converted", 16, 16, t.WideTile,
                  !tolower(t.Name) # ", widened to " # !tolower(t.Wide) # " / " # text>;
// The same, only loaded: a store would have to keep the other half of a byte.
class HalfByteElement<ElementType t, bits<4> enc>
    : TileElement<t.Name, enc, t, "converted", 16, 16, t.WideTile,
                  !tolower(t.Name) # ", two a byte, widened to " # !tolower(t.Wide)>;
// Rows of memory become columns of the packed view; elements are not converted.
class TransposedElement<ElementType t, bits<4> enc, string units, string view>
    : TileElement<"T" # t.Bits, enc, t, "transposed", t.Depth, 16, t.Tile,
                  units # ", transposed: " # t.Depth # " rows of memory become " # view>;
def ElemRaw  : TileElement<"RAW", 0, TypeU8, "raw", 16, 64, "tile_u8_t", "bytes, 64 a row">;
def ElemW32  : TileElement<"W32", 0, TypeI32, "raw", 16, 16, "tile_i32_t", "words, 16 a row">;
def ElemI8   : ConvertedElement<TypeI8, 1, "saturated from i32">;
def ElemU8   : ConvertedElement<TypeU8, 2, "saturated from signed i32">;
def ElemI16  : ConvertedElement<TypeI16, 3, "saturated from i32">;
def ElemU16  : ConvertedElement<TypeU16, 4, "saturated from signed i32">;
def ElemF16  : ConvertedElement<TypeF16, 5, "rounded from f32">;
def ElemBF16 : ConvertedElement<TypeBF16, 6, "rounded from f32">;
def ElemE4M3 : ConvertedElement<TypeE4M3, 7, "rounded from f32, at most 448">;
def ElemE5M2 : ConvertedElement<TypeE5M2, 8, "rounded from f32">;
def ElemI4   : HalfByteElement<TypeI4, 12>;
def ElemU4   : HalfByteElement<TypeU4, 13>;
def ElemT32  : TransposedElement<TypeI32, 9, "words", "16 columns">;
def ElemT16  : TransposedElement<TypeBF16, 10, "halfwords", "the packed columns">;
def ElemT8   : TransposedElement<TypeU8, 11, "bytes", "the packed columns">;

defvar TileElements = [ElemRaw, ElemI8, ElemU8, ElemI16, ElemU16, ElemF16, ElemBF16,
                       ElemE4M3, ElemE5M2];
defvar LoadedElements = !listconcat(TileElements, [ElemI4, ElemU4]);
// Accesses that select single elements move words where they do not convert: a mask has a
// word for each of 256 lanes.
defvar LaneElements = !listconcat([ElemW32], !tail(TileElements));
defvar LoadedLaneElements = !listconcat([ElemW32], !tail(LoadedElements));
defvar TransposedElements = [ElemT32, ElemT16, ElemT8];

// A matrix multiply: td.w[i][j] += sum over k of a[i][k] * b[j][k], k below the
// depth of the operands' type. Both types have the same number of bits; the sum is of the
// type that they widen to. combine: what replaces a * b; of bits, whether they differ, or
// whether both are set. The code is the type field of the word.
class TileMultiply<string name, bits<5> enc, ElementType a, ElementType b,
                   string combine = "product"> {
  string Name = name;
  string Combine = combine;
  string Term = !cond(!eq(combine, "product"): "a[i][k] * b[j][k]",
                      !eq(combine, "difference"): "a[i][k] xor b[j][k]",
                      true: "a[i][k] and b[j][k]");
  bits<5> Code = enc;
  ElementType A = a;
  ElementType B = b;
  string Sum = a.WideTile;
  string Text = !if(!eq(a.Name, b.Name), !tolower(a.Name),
                    !tolower(a.Name) # " by " # !tolower(b.Name)) #
                !cond(!eq(combine, "product"): "", !eq(combine, "difference"): ", xor,",
                      true: ", and,") #
                !if(!eq(a.Name, a.Wide), "", " into " # !tolower(a.Wide)) #
                ", " # a.Depth # " deep";
}
def MultiplyF32  : TileMultiply<"F32", 0, TypeF32, TypeF32>;
def MultiplyF16  : TileMultiply<"F16", 1, TypeF16, TypeF16>;
def MultiplyBF16 : TileMultiply<"BF16", 2, TypeBF16, TypeBF16>;
def MultiplyE4M3 : TileMultiply<"E4M3", 4, TypeE4M3, TypeE4M3>;
def MultiplyE5M2 : TileMultiply<"E5M2", 5, TypeE5M2, TypeE5M2>;
def MultiplyE4M3E5M2 : TileMultiply<"E4M3E5M2", 6, TypeE4M3, TypeE5M2>;
def MultiplyE5M2E4M3 : TileMultiply<"E5M2E4M3", 7, TypeE5M2, TypeE4M3>;
def MultiplyI8   : TileMultiply<"I8", 8, TypeI8, TypeI8>;
def MultiplyU8   : TileMultiply<"U8", 9, TypeU8, TypeU8>;
def MultiplyI8U8 : TileMultiply<"I8U8", 10, TypeI8, TypeU8>;
def MultiplyU8I8 : TileMultiply<"U8I8", 11, TypeU8, TypeI8>;
def MultiplyI4   : TileMultiply<"I4", 12, TypeI4, TypeI4>;
def MultiplyU4   : TileMultiply<"U4", 13, TypeU4, TypeU4>;
def MultiplyI4U4 : TileMultiply<"I4U4", 14, TypeI4, TypeU4>;
def MultiplyU4I4 : TileMultiply<"U4I4", 15, TypeU4, TypeI4>;
def MultiplyB1XOR : TileMultiply<"B1XOR", 16, TypeB1, TypeB1, "difference">;
def MultiplyB1AND : TileMultiply<"B1AND", 17, TypeB1, TypeB1, "conjunction">;
defvar TileMultiplies = [MultiplyF32, MultiplyF16, MultiplyBF16, MultiplyE4M3, MultiplyE5M2,
                         MultiplyE4M3E5M2, MultiplyE5M2E4M3, MultiplyI8, MultiplyU8,
                         MultiplyI8U8, MultiplyU8I8, MultiplyI4, MultiplyU4,
                         MultiplyI4U4, MultiplyU4I4, MultiplyB1XOR, MultiplyB1AND];

// Narrow types that pack and unpack convert. The code is in the word.
class PackType<ElementType t, bits<4> enc> {
  ElementType Type = t;
  bits<4> Code = enc;
}
def PackF16  : PackType<TypeF16, 1>;
def PackBF16 : PackType<TypeBF16, 2>;
def PackE4M3 : PackType<TypeE4M3, 3>;
def PackE5M2 : PackType<TypeE5M2, 4>;
def PackI8   : PackType<TypeI8, 8>;
def PackU8   : PackType<TypeU8, 9>;
def PackI4   : PackType<TypeI4, 10>;
def PackU4   : PackType<TypeU4, 11>;
def PackB1   : PackType<TypeB1, 12>;
defvar PackTypes = [PackF16, PackBF16, PackE4M3, PackE5M2, PackI8, PackU8, PackI4, PackU4,
                    PackB1];
