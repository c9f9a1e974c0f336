using System.Collections.Frozen;

namespace AsemMonteCarlo.Engine.Populations;

/// <summary>Types of Thrift's compact protocol.</summary>
internal enum ThriftType
{
    Stop = 0,
    True = 1,
    False = 2,
    Byte = 3,
    Short = 4,
    Whole = 5,
    Long = 6,
    Real = 7,
    Binary = 8,
    List = 9,
    Set = 10,
    Map = 11,
    Struct = 12,
}

/// <summary>
/// Fields of a struct of Parquet's metadata with their types, as its specification (parquet.thrift) has them. The Parquet library reads a field
/// by its number as what it should be; where a damaged file says another type, it would read on out of step, without end behind the last byte.
/// </summary>
/// <param name="fields">Number of the field, its type, and the type and struct of what it holds.</param>
internal sealed class ParquetShape(params (int Number, ThriftType Type, ThriftType Item, ParquetShape? Of)[] fields)
{
    private const ThriftType Whole = ThriftType.Whole, Long = ThriftType.Long, Binary = ThriftType.Binary, Flag = ThriftType.True;

    private static readonly ParquetShape nothing = new(), keyValue = Of((1, Binary), (2, Binary)), unit = new(Inner(1, nothing), Inner(2, nothing), Inner(3, nothing)), time = new(Plain(1, Flag), Inner(2, unit));

    private static readonly ParquetShape logicalType = new(
        Inner(1, nothing), Inner(2, nothing), Inner(3, nothing), Inner(4, nothing), Inner(5, Of((1, Whole), (2, Whole))), Inner(6, nothing), Inner(7, time), Inner(8, time), Inner(10, Of((1, ThriftType.Byte), (2, Flag))),
        Inner(11, nothing), Inner(12, nothing), Inner(13, nothing), Inner(14, nothing), Inner(15, nothing), Inner(16, Of((1, ThriftType.Byte))), Inner(17, Of((1, Binary))), Inner(18, Of((1, Binary), (2, Whole))));

    private static readonly ParquetShape schemaElement = new(Plain(1, Whole), Plain(2, Whole), Plain(3, Whole), Plain(4, Binary), Plain(5, Whole), Plain(6, Whole), Plain(7, Whole), Plain(8, Whole), Plain(9, Whole), Inner(10, logicalType));

    private static readonly ParquetShape statistics = Of((1, Binary), (2, Binary), (3, Long), (4, Long), (5, Binary), (6, Binary), (7, Flag), (8, Flag));

    private static readonly ParquetShape columnMetaData = new(
        Plain(1, Whole), Many(2, Whole), Many(3, Binary), Plain(4, Whole), Plain(5, Long), Plain(6, Long), Plain(7, Long), Many(8, ThriftType.Struct, keyValue), Plain(9, Long), Plain(10, Long), Plain(11, Long), Inner(12, statistics),
        Many(13, ThriftType.Struct, Of((1, Whole), (2, Whole), (3, Whole))), Plain(14, Long), Plain(15, Whole), Inner(16, new(Plain(1, Long), Many(2, Long), Many(3, Long))));

    private static readonly ParquetShape columnChunk = new(Plain(1, Binary), Plain(2, Long), Inner(3, columnMetaData), Plain(4, Long), Plain(5, Whole), Plain(6, Long), Plain(7, Whole), Inner(8, new(Inner(1, nothing), Inner(2, new(Many(1, Binary), Plain(2, Binary))))), Plain(9, Binary));

    private static readonly ParquetShape rowGroup = new(Many(1, ThriftType.Struct, columnChunk), Plain(2, Long), Plain(3, Long), Many(4, ThriftType.Struct, Of((1, Whole), (2, Flag), (3, Flag))), Plain(5, Long), Plain(6, Long), Plain(7, ThriftType.Short));

    private static readonly ParquetShape encryption = Of((1, Binary), (2, Binary), (3, Flag));

    private readonly FrozenDictionary<int, (ThriftType Type, ThriftType Item, ParquetShape? Of)> byNumber = fields.ToFrozenDictionary(f => f.Number, f => (f.Type, f.Item, f.Of));

    /// <summary>The metadata of a file.</summary>
    public static ParquetShape File { get; } = new(
        Plain(1, Whole), Many(2, ThriftType.Struct, schemaElement), Plain(3, Long), Many(4, ThriftType.Struct, rowGroup), Many(5, ThriftType.Struct, keyValue), Plain(6, Binary), Many(7, ThriftType.Struct, new(Inner(1, nothing))),
        Inner(8, new(Inner(1, encryption), Inner(2, encryption))), Plain(9, Binary));

    /// <summary>What a field should be; null for one that the specification does not have.</summary>
    public (ThriftType Type, ThriftType Item, ParquetShape? Of)? Field(int number) => byNumber.TryGetValue(number, out var field) ? field : null;

    private static (int, ThriftType, ThriftType, ParquetShape?) Plain(int number, ThriftType type) => (number, type, ThriftType.Stop, null);

    private static (int, ThriftType, ThriftType, ParquetShape?) Inner(int number, ParquetShape of) => (number, ThriftType.Struct, ThriftType.Stop, of);

    private static (int, ThriftType, ThriftType, ParquetShape?) Many(int number, ThriftType item, ParquetShape? of = null) => (number, ThriftType.List, item, of);

    private static ParquetShape Of(params (int Number, ThriftType Type)[] fields) => new([.. fields.Select(f => Plain(f.Number, f.Type))]);
}
