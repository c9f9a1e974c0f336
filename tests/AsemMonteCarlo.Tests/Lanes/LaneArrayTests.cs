using System.Runtime.CompilerServices;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Tests.Lanes;

public sealed class LaneArrayTests
{
    [Fact]
    public void Arrays_begin_at_a_cache_line_and_with_zeros()
    {
        for (int length = 1; length < 200; length++)
        {
            var array = new LaneArray<Scalar>(length);
            Assert.Equal(length, array.Length);
            Assert.Equal(length, array.AsSpan().Length);
            Assert.Equal(0, Address(array) % 64);
            Assert.All(array.AsSpan().ToArray(), x => Assert.Equal(0, Scalar.Extract(x, 0)));
        }
    }

    [Fact]
    public void The_beginning_stays_where_it_is_when_memory_is_collected()
    {
        var array = new LaneArray<Wide>(3);
        long before = Address(array);
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        Assert.Equal(before, Address(array));
    }

    [Fact]
    public void Elements_spans_and_copies_are_the_same_memory_or_a_copy_of_it()
    {
        var array = new LaneArray<uint>(5);
        array[4] = 7;
        Assert.Equal(7u, array.AsSpan(3, 2)[1]);
        array.AsSpan(0, 1)[0] = 9;
        Span<uint> copy = new uint[6];
        array.CopyTo(copy);
        Assert.Equal([9, 0, 0, 0, 7, 0], copy.ToArray());
        Assert.Throws<IndexOutOfRangeException>(() => array[5]);
        Assert.Throws<ArgumentOutOfRangeException>(() => array.AsSpan(4, 2));
    }

    private static long Address<T>(LaneArray<T> array)
        where T : struct
    {
        ref T first = ref array[0], origin = ref Unsafe.NullRef<T>();
        return Unsafe.ByteOffset(ref origin, ref first);
    }
}
