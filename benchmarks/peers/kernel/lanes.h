// Sixteen couples in a vector, with the operations of ILane.cs and the functions of Functions.cs, SingleFunctions.cs
// and Philox.cs. Masks are mask registers here.
#pragma once
#include <cstdint>
#include <immintrin.h>

#define EQ [[gnu::always_inline]] inline
#define RARE [[gnu::noinline, gnu::cold]] inline

typedef float V __attribute__((vector_size(64)));
typedef __mmask16 Mask;
constexpr int Width = 16;

EQ V Broadcast(double value) { return _mm512_set1_ps(static_cast<float>(value)); }
EQ V Broadcast(float value) { return _mm512_set1_ps(value); }
EQ V Broadcast(int value) { return _mm512_set1_ps(static_cast<float>(value)); }
EQ V MultiplyAdd(V a, V b, V c) { return _mm512_fmadd_ps(a, b, c); }
EQ V Min(V left, V right) { return _mm512_min_ps(left, right); }
EQ V Max(V left, V right) { return _mm512_max_ps(left, right); }
EQ V Abs(V value) { return _mm512_abs_ps(value); }
EQ Mask GreaterThan(V left, V right) { return _mm512_cmp_ps_mask(left, right, _CMP_GT_OQ); }
EQ V And(Mask mask, V value) { return _mm512_maskz_mov_ps(mask, value); }
EQ Mask And(Mask left, Mask right) { return left & right; }
EQ V Select(Mask mask, V whereSet, V elsewhere) { return _mm512_mask_blend_ps(mask, elsewhere, whereSet); }
EQ bool Any(Mask mask) { return mask != 0; }

/// Min(Max(x, −limit), limit) of a number in one instruction: the smaller magnitude with the sign of x.
EQ V Hold(V x, V limit) { return _mm512_range_ps(x, limit, 2); }

EQ V Saturate(V x)
{
    x = Hold(x, Broadcast(2.96));
    V square = x * x;
    return x * (square + Broadcast(27)) / MultiplyAdd(square, Broadcast(9), Broadcast(27));
}

EQ V Logistic(V x)
{
    x = Hold(x, Broadcast(5.92));
    V square = x * x;
    return Broadcast(0.5) + x * (square + Broadcast(108)) / MultiplyAdd(square, Broadcast(36), Broadcast(432));
}

EQ V Decay(V x) { return Broadcast(1) / (Broadcast(1) + x); }
EQ V Toward(V from, V to, V weight) { return MultiplyAdd(weight, to - from, from); }

EQ V Log(V x)
{
    __m512i bits = _mm512_castps_si512(x);
    __m512i exponent = _mm512_srai_epi32(_mm512_sub_epi32(bits, _mm512_set1_epi32(0x3F3504F3)), 23);
    V n = _mm512_cvtepi32_ps(exponent);
    V f = static_cast<V>(_mm512_castsi512_ps(_mm512_sub_epi32(bits, _mm512_slli_epi32(exponent, 23)))) - Broadcast(1);
    V p = Broadcast(7.0376836292e-2);
    p = MultiplyAdd(p, f, Broadcast(-1.1514610310e-1));
    p = MultiplyAdd(p, f, Broadcast(1.1676998740e-1));
    p = MultiplyAdd(p, f, Broadcast(-1.2420140846e-1));
    p = MultiplyAdd(p, f, Broadcast(1.4249322787e-1));
    p = MultiplyAdd(p, f, Broadcast(-1.6668057665e-1));
    p = MultiplyAdd(p, f, Broadcast(2.0000714765e-1));
    p = MultiplyAdd(p, f, Broadcast(-2.4999993993e-1));
    p = MultiplyAdd(p, f, Broadcast(3.3333331174e-1));
    V z = f * f;
    V y = MultiplyAdd(p * f, z, n * Broadcast(-2.12194440e-4));
    y = MultiplyAdd(z, Broadcast(-0.5), y);
    return MultiplyAdd(n, Broadcast(0.693359375), f + y);
}

EQ V NormalQuantile(V probability)
{
    V one = Broadcast(1), x = MultiplyAdd(probability, Broadcast(2), Broadcast(-1));
    V w = Broadcast(0) - Log(Broadcast(4) * probability * (one - probability));
    V c = w - Broadcast(2.5);
    V central = Broadcast(2.81022636e-08);
    central = MultiplyAdd(central, c, Broadcast(3.43273939e-07));
    central = MultiplyAdd(central, c, Broadcast(-3.5233877e-06));
    central = MultiplyAdd(central, c, Broadcast(-4.39150654e-06));
    central = MultiplyAdd(central, c, Broadcast(0.00021858087));
    central = MultiplyAdd(central, c, Broadcast(-0.00125372503));
    central = MultiplyAdd(central, c, Broadcast(-0.00417768164));
    central = MultiplyAdd(central, c, Broadcast(0.246640727));
    central = MultiplyAdd(central, c, Broadcast(1.50140941));
    V t = static_cast<V>(_mm512_sqrt_ps(Max(w, Broadcast(0)))) - Broadcast(3);
    V tail = Broadcast(-0.000200214257);
    tail = MultiplyAdd(tail, t, Broadcast(0.000100950558));
    tail = MultiplyAdd(tail, t, Broadcast(0.00134934322));
    tail = MultiplyAdd(tail, t, Broadcast(-0.00367342844));
    tail = MultiplyAdd(tail, t, Broadcast(0.00573950773));
    tail = MultiplyAdd(tail, t, Broadcast(-0.0076224613));
    tail = MultiplyAdd(tail, t, Broadcast(0.00943887047));
    tail = MultiplyAdd(tail, t, Broadcast(1.00167406));
    tail = MultiplyAdd(tail, t, Broadcast(2.83297682));
    return x * Select(GreaterThan(w, Broadcast(5)), tail, central) * Broadcast(1.4142135623730951);
}

EQ V Exponential(V uniform) { return Broadcast(0) - Log(uniform); }
EQ V LogOdds(V uniform) { return Log(uniform / (Broadcast(1) - uniform)); }

/// Four random words for each of sixteen consecutive counters, as uniform numbers in (0, 1).
struct Uniforms
{
    V u[4];
};

EQ void Multiply(__m512i value, uint32_t multiplier, __m512i& high, __m512i& low)
{
    __m512i m = _mm512_set1_epi64(multiplier);
    __m512i even = _mm512_mul_epu32(value, m), odd = _mm512_mul_epu32(_mm512_srli_epi64(value, 32), m);
    high = _mm512_mask_blend_epi32(0xAAAA, _mm512_srli_epi64(even, 32), odd);
    low = _mm512_mullo_epi32(value, _mm512_set1_epi32(static_cast<int>(multiplier)));
}

EQ Uniforms Philox(uint32_t c0, uint32_t c1, uint32_t c2, uint32_t c3, uint64_t key)
{
    __m512i x0 = _mm512_add_epi32(_mm512_set1_epi32(static_cast<int>(c0)), _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
    __m512i x1 = _mm512_set1_epi32(static_cast<int>(c1)), x2 = _mm512_set1_epi32(static_cast<int>(c2)), x3 = _mm512_set1_epi32(static_cast<int>(c3));
    uint32_t k0 = static_cast<uint32_t>(key), k1 = static_cast<uint32_t>(key >> 32);
    for (int round = 0; round < 10; round++)
    {
        __m512i high0, low0, high1, low1;
        Multiply(x0, 0xD2511F53, high0, low0);
        Multiply(x2, 0xCD9E8D57, high1, low1);
        x0 = _mm512_ternarylogic_epi32(high1, x1, _mm512_set1_epi32(static_cast<int>(k0)), 0x96);
        x1 = low1;
        x2 = _mm512_ternarylogic_epi32(high0, x3, _mm512_set1_epi32(static_cast<int>(k1)), 0x96);
        x3 = low0;
        k0 += 0x9E3779B9;
        k1 += 0xBB67AE85;
    }
    Uniforms to;
    __m512i words[4] = {x0, x1, x2, x3};
    for (int i = 0; i < 4; i++)
        to.u[i] = (static_cast<V>(_mm512_cvtepi32_ps(_mm512_srli_epi32(words[i], 9))) + Broadcast(0.5)) * Broadcast(1.1920928955078125e-7);
    return to;
}
