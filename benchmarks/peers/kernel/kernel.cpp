// The inner loop of DayBlock.cs in C++: draws of a day once for all design points, then the day's kernels for each.
//   kernel inputs.bin
// First lives the days of the check and compares all states with those of C# bit by bit, then measures.
//
// FORM=1 is the block form of C#: each kernel over all bundles of a point, with the functions per person apart. FORM=2 is
// the register form: a bundle through all kernels of its day in one function.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "model.h"

namespace
{
    constexpr int Bundles = Couples / Width, TimedDays = 10, Repetitions = 250;
    constexpr uint64_t Seed = 1;

    template <typename T>
    struct Array
    {
        explicit Array(size_t count) : bytes(count * sizeof(T)), first(static_cast<T*>(std::aligned_alloc(64, bytes))) { std::memset(static_cast<void*>(first), 0, bytes); }
        ~Array() { std::free(first); }
        Array(const Array&) = delete;
        Array& operator=(const Array&) = delete;
        size_t bytes;
        T* first;
    };

    /// The numbers of PartnerDraw and CoupleDraw, four to a block.
    EQ void Draw(PartnerDraws& to, uint32_t dyad, uint32_t place)
    {
        Uniforms u = Philox(dyad, 0, place, 0, Seed);
        to.StressInnovation = NormalQuantile(u.u[0]);
        to.Stressor = LogOdds(u.u[1]);
        to.StressorSize = Exponential(u.u[2]);
        to.SignalNoise = NormalQuantile(u.u[3]);
        u = Philox(dyad, 0, place, 1, Seed);
        to.RequestMade = LogOdds(u.u[0]);
        to.ReadingNoise = NormalQuantile(u.u[1]);
        to.Sharing = LogOdds(u.u[2]);
        to.Challenge = LogOdds(u.u[3]);
        u = Philox(dyad, 0, place, 2, Seed);
        to.Success = LogOdds(u.u[0]);
        to.SupportOffered = LogOdds(u.u[1]);
        to.Diagnostic = LogOdds(u.u[2]);
        to.MeaningSelf = NormalQuantile(u.u[3]);
        u = Philox(dyad, 0, place, 3, Seed);
        to.MeaningOthers = NormalQuantile(u.u[0]);
        to.Liking = NormalQuantile(u.u[2]);
        to.ForcedOccasion = Broadcast(1);
    }

    [[gnu::noinline]] void Draw(DayDraws* draws, int day)
    {
        for (int i = 0; i < Bundles; i++)
        {
            DayDraws& to = draws[i];
            uint32_t dyad = static_cast<uint32_t>(i * Width), place = 4 * static_cast<uint32_t>(day + 65536);
            Draw(to.A, dyad, place + 1);
            Draw(to.B, dyad, place + 2);
            Uniforms u = Philox(dyad, 0, place, 0, Seed);
            to.SharedStress = NormalQuantile(u.u[0]);
            to.Conflict = LogOdds(u.u[1]);
            to.ConflictSize = Exponential(u.u[2]);
            to.JointActivity = LogOdds(u.u[3]);
            u = Philox(dyad, 0, place, 1, Seed);
            to.Ending = LogOdds(u.u[0]);
        }
    }

    // partners may have values of their own, so the compiler is not to see that here they are the same
#define DAYS                                                                                                           \
    const Values &__restrict a, const Values &__restrict b, DyadState *__restrict states, DyadState *__restrict last,  \
        const DyadTraits *__restrict traits, const DayDraws *__restrict draws, DyadDay *__restrict days
#define EACH_BUNDLE(name, kernels)                              \
    [[gnu::noipa]] void name(DAYS)                              \
    {                                                           \
        for (int i = 0; i < Bundles; i++) { kernels; }          \
    }
#define RUN(kernel) kernel::Run(a, b, states[i], last[i], traits[i], draws[i], days[i])

#if FORM == 1
    EACH_BUNDLE(Situations, RUN(SituationKernel))
    EACH_BUNDLE(Buffering, RUN(BufferingKernel))
    EACH_BUNDLE(Enhancing, RUN(EnhancingKernel))
    EACH_BUNDLE(Evening, RUN(BondKernel))
    EACH_BUNDLE(Night, RUN(LearningKernel))

    void Day(DAYS)
    {
        for (auto stage : {Situations, Buffering, Enhancing, Evening, Night}) stage(a, b, states, last, traits, draws, days);
    }
#else
    EACH_BUNDLE(Day, RUN(SituationKernel); RUN(BufferingKernel); RUN(EnhancingKernel); RUN(BondKernel); RUN(LearningKernel))
#endif

    struct Block
    {
        Array<Values> values{Points};
        Array<DyadTraits> traits{Bundles};
        Array<DyadState> start{Bundles}, states{Bundles * Points}, last{Bundles * Points};
        Array<DyadDay> days{Bundles};
        Array<DayDraws> draws{Bundles};

        void Run(int count)
        {
            for (int p = 0; p < Points; p++)
            {
                std::memcpy(static_cast<void*>(states.first + p * Bundles), start.first, start.bytes);
                std::memcpy(static_cast<void*>(last.first + p * Bundles), start.first, start.bytes);
            }
            for (int day = 0; day < count; day++)
            {
                Draw(draws.first, day);
                for (int p = 0; p < Points; p++)
                    Day(values.first[p], values.first[p], states.first + p * Bundles, last.first + p * Bundles, traits.first, draws.first, days.first);
            }
        }
    };

    double Seconds(std::chrono::steady_clock::time_point since) { return std::chrono::duration<double>(std::chrono::steady_clock::now() - since).count(); }

    /// As PeakRate.cs: fused multiply-adds in independent chains that stay in registers, in 10⁹ operations per second.
    [[gnu::noinline]] double Peak()
    {
        constexpr int Chains = 12, Iterations = 100'000;
        double best = 0;
        for (int repetition = 0; repetition < Repetitions; repetition++)
        {
            auto begin = std::chrono::steady_clock::now();
            V m = Broadcast(0.999), a = Broadcast(0.001), x[Chains];
            for (V& chain : x)
            {
                chain = a;
                // otherwise equal chains become one
                asm("" : "+v"(chain));
            }
            for (int i = 0; i < Iterations; i++)
            {
#pragma GCC unroll 12
                for (int k = 0; k < Chains; k++) x[k] = MultiplyAdd(x[k], m, a);
            }
            for (V& chain : x) asm volatile("" : : "v"(chain));
            best = std::max(best, 2.0 * Chains * Width * Iterations / Seconds(begin) / 1e9);
        }
        return best;
    }

    void Read(std::FILE* file, void* to, size_t bytes)
    {
        if (std::fread(to, 1, bytes, file) != bytes)
        {
            std::fprintf(stderr, "the inputs are shorter than layout.h says\n");
            std::exit(1);
        }
    }

    /// How many numbers differ in a bit; 0 and −0 are different here.
    long Differences(const Array<DyadState>& left, const Array<DyadState>& right)
    {
        long count = 0;
        auto *l = reinterpret_cast<const char*>(left.first), *r = reinterpret_cast<const char*>(right.first);
        for (size_t i = 0; i < left.bytes; i += sizeof(float)) count += std::memcmp(l + i, r + i, sizeof(float)) != 0;
        return count;
    }
}

int main(int count, char** arguments)
{
    std::FILE* file = count == 2 ? std::fopen(arguments[1], "rb") : nullptr;
    if (file == nullptr)
    {
        std::fprintf(stderr, "kernel inputs.bin\n");
        return 2;
    }
    Block block;
    Array<DyadState> states{Bundles * Points}, last{Bundles * Points};
    Read(file, block.values.first, block.values.bytes);
    Read(file, block.traits.first, block.traits.bytes);
    Read(file, block.start.first, block.start.bytes);
    Read(file, states.first, states.bytes);
    Read(file, last.first, last.bytes);
    if (std::fgetc(file) != EOF)
    {
        std::fprintf(stderr, "the inputs are longer than layout.h says\n");
        return 1;
    }
    std::fclose(file);

    block.Run(Days);
    long differences = Differences(block.states, states) + Differences(block.last, last);
    if (differences > 0)
    {
        std::fprintf(stderr, "%ld of %zu numbers differ from those of C# after %d days\n", differences, 2 * states.bytes / sizeof(float), Days);
        return 1;
    }

    double best = 1e30;
    auto warm = std::chrono::steady_clock::now();
    while (Seconds(warm) < 0.7) block.Run(TimedDays);
    for (int i = 0; i < Repetitions; i++)
    {
        int runs = 0;
        auto begin = std::chrono::steady_clock::now();
        while (runs == 0 || Seconds(begin) < 0.002)
        {
            block.Run(TimedDays);
            runs++;
        }
        best = std::min(best, Seconds(begin) / runs);
    }
    std::printf("{\"version\": \"g++ %s\", \"nanoseconds\": %.3f, \"peak\": %.2f, \"equal\": %zu}\n", __VERSION__, best * 1e9 / (static_cast<double>(Couples) * Points * TimedDays), Peak(), 2 * states.bytes / sizeof(float));
}
