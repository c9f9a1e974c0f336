"""Words of chance: section 8.1 of docs/model.md."""

MASK = 0xFFFFFFFF


def philox(counter, key):
    """Philox4x32-10 [@salmon2011]: four words of 32 bits from a counter of four words and a key of two."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        a = c0 * 0xD2511F53
        b = c2 * 0xCD9E8D57
        c0, c1, c2, c3 = (b >> 32) ^ c1 ^ k0, b & MASK, (a >> 32) ^ c3 ^ k1, a & MASK
        k0 = (k0 + 0x9E3779B9) & MASK
        k1 = (k1 + 0xBB67AE85) & MASK
    return c0, c1, c2, c3


def words(seed, dyad, replicate, time, owner, blocks, stream=0):
    """The words of the first blocks of an owner (0 couple, 1 partner A, 2 partner B).

    `time` is the day plus 65,536, or the attempt of the population (8.3).
    """
    key = (seed & MASK, seed >> 32)
    c0, c1, c2 = dyad & MASK, (dyad >> 32 & 0xFFFF) + (replicate << 16), 4 * time + owner
    found = []
    for block in range(blocks):
        found.extend(philox((c0, c1, c2, block + (stream << 8)), key))
    return found
