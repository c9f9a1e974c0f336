"""One day of one couple: section 7 of docs/model.md, equation by equation under the document's symbols.

`i` is the person and recipient, `j` the partner and provider. Values of parameters (`p`) are those of i unless the document
says "provider".
"""

from math import log, sqrt

from .functions import decay, log_odds, logistic, saturation, toward


class Margins:
    """How near the logits of a day came to their draws: rounding may decide an event whose margin is of its size."""

    def __init__(self):
        self.smallest = float("inf")

    def occurs(self, log_odds_of_event, draw):
        """1 where an event with these log odds occurs (8.2), else 0."""
        sum_ = log_odds_of_event + draw
        self.see(sum_)
        return 1 if sum_ > 0 else 0

    def see(self, margin):
        self.smallest = min(self.smallest, abs(margin))


class Today:
    """What happens to one partner on a day, and is gone the next."""


def simulate_day(couple, values, luck, forced, settling, margins):
    """All five stages of a day (section 3). `values` are the parameters of A and B, `luck` the draws with forced ones in
    place, `forced` what a timeline adds for A and B. Says whether the bond ended. """
    shared, own = luck
    pairs = [(0, 1), (1, 0)]
    people = couple.partners
    day = [Today(), Today()]
    for i, _ in pairs:
        day[i].S = values[i].strengths
        wake(people[i], day[i], values[i], shared, own[i], margins)
    situations(couple, day, values, shared, own, margins)
    for i, j in pairs:
        react(people[i], people[j], day[i], day[j], values[i])
    for i, _ in pairs:
        people[i].x_a, people[i].x_v = day[i].x_after
        capacity(people[i], day[i], values[i])
    for i, j in pairs:
        provide(couple, people[i], people[j], day[i], day[j], values[j], own[j])
        buffer(couple, people[i], people[j], day[i], day[j], values[i], forced[i])
        episode(people[i], day[i], values[i])
    joint_activity(couple, day, values[0], shared, margins)
    for i, j in pairs:
        let_in(couple, people[i], day[i], day[j], values[i])
        enhance_self(people[i], people[j], day[i], day[j], values[i], own[i], forced[i], margins)
    for i, j in pairs:
        enhance_others(couple, people[i], people[j], day[i], day[j], values[i], own[i], forced[i], margins)
    for i, j in pairs:
        give(day[j], day[i], values[j])
    tension(couple, day, values[0])
    for i, j in pairs:
        spend(day[i], day[j])
    for i, j in pairs:
        evening(couple, people[i], day[i], day[j], values[i], own[i])
    keep_sums(couple, day)
    if settling:
        return day, False
    if ends(couple, values[0], shared, margins):
        return day, True
    for i, _ in pairs:
        learn(people[i], day[i], values[i], own[i], margins)
    return day, False


# 7.2 Stress, orientation, closeness, carry-over


def chronic_stress(i, p, shared, own):
    """First line of 7.2; it also goes on after the end of a bond."""
    i.c = p.φ * i.c + sqrt((1 - p.φ ** 2) * p.r_s) * shared.SharedStress + sqrt((1 - p.φ ** 2) * (1 - p.r_s)) * own.StressInnovation


def orientation(i, p):
    """Models of self and others, closeness wanted and the logits of the chronic scores."""

    def chronic(belief):
        b = i.beliefs[belief]
        return i.g0[belief] + p.ξ * b.general + (1 - p.ξ) * b.specific

    S = 0.5 * (chronic("worth") + chronic("competence"))
    O = chronic("others")
    D = logistic(i.δ + p.k_O * i.m("others") - p.k_R * i.R)
    z_anx = i.o_anx - p.s * ((1 - p.ω) * S + p.ω * O) + p.s_U * i.U * D
    z_avo = i.o_avo - p.s * ((1 - p.ω) * O + p.ω * S)
    return S, O, D, z_anx, z_avo


def wake(i, d, p, shared, own, margins):
    chronic_stress(i, p, shared, own)
    d.stressor = margins.occurs(log(p.ℓ * p.q_s / (1 - p.q_s)) + p.s_c * i.c, own.Stressor)
    d.stressor_size = own.StressorSize if d.stressor else 0.0
    d.L = logistic(p.ℓ_0 + log(p.ℓ) + p.s_c * i.c + p.ℓ_s * d.stressor_size)
    S, _, d.D, z_anx, z_avo = orientation(i, p)
    d.A, d.B, d.Z = logistic(z_anx), logistic(z_avo), z_anx - z_avo
    κ = logistic(p.κ_0 - p.κ_S * S)
    i.x_a *= κ
    i.x_v *= κ


# 7.3 Situations, 7.4 Warmth sent


def situations(couple, day, values, shared, own, margins):
    A, B = couple.partners
    p = values[0]
    for i, j in ((0, 1), (1, 0)):
        day[i].asked = margins.occurs(values[i].r_0, own[j].RequestMade)
    conflict = margins.occurs(
        p.c_0 + couple.γ - couple.F + p.c_τ * couple.τ + p.c_L * 0.5 * (day[0].L + day[1].L) + p.c_x * (A.x_a + A.x_v + B.x_a + B.x_v),
        shared.Conflict)
    for j, d, p, draws in zip(couple.partners, day, values, own):
        d.conflict, d.C = conflict, shared.ConflictSize if conflict else 0.0
        d.y = (p.y_0 + couple.F + j.ψ * draws.SignalNoise + p.y_K * j.K + p.y_D * d.D - p.y_x * j.x_v - p.y_L * d.L - p.y_f * j.f
               - p.y_τ * couple.τ)


# 7.4 Warmth seen, 7.5 Reaction


def react(i, j, d, dj, p):
    """The reaction, kept in `x_after` until both partners' are known."""
    d.Y_latent = dj.y - p.ℓ_A * d.A * (1 + i.x_a)
    d.Y = p.forms.S_evidence(d.Y_latent)
    d.m_O = i.m("others")
    lack = max(0.0, d.m_O - d.Y)
    pull = j.x_a + p.p_r * d.asked
    afforded = dj.D * (1 - j.x_v)
    t = (p.t_Y * lack + p.t_C * d.C + p.t_P * pull * (1 - d.D)) * (1 + p.ℓ_t * (d.A + d.B)) * (1 - p.t_K * j.K)
    d.ρ = t / (1 + t)
    d.h = logistic(p.h_r + p.k_D * (d.D - afforded - pull) + p.k_l * lack + p.k_z * d.Z)
    d.x_after = i.x_a + d.ρ * d.h * (1 - i.x_a), i.x_v + d.ρ * (1 - d.h) * (1 - i.x_v)


# 7.6 What the provider gives


def capacity(j, d, p):
    d.cap = (1 - j.f) * (1 - p.k_L * d.L ** 2) / (1 + p.k_x * (j.x_a + j.x_v))


def provide(couple, i, j, d, dj, p, reader):
    """Efforts of j for i; `p` is the provider's."""
    E = dj.cap * logistic(j.w_0 + p.w_K * j.K + p.w_Q * j.Q - p.w_B * dj.B)
    b = logistic(p.π_k * (i.x_a + i.x_v + couple.τ - p.π_0))
    E_b = E * b
    d.E_e = E - E_b
    read = 2 * d.h - 1
    guess = p.ρ_p * dj.Z + p.ρ_n * reader.ReadingNoise
    safe = logistic(p.ρ_k * (guess + j.q * (read - guess)))
    d.E_s = E_b * safe
    d.E_o = E_b - d.E_s


# 7.7 Buffering and its evidence


def buffer(couple, i, j, d, dj, p, forced):
    S, v, u = dj.S, forced.acts, forced.occasion
    dose1 = v[1] * u + S[1] * d.E_s * j.k_safe * (1 - p.b_K + p.b_K * j.K)
    dose2 = v[2] * u + S[2] * d.E_s * j.k_safe
    dose3 = v[3] * u + S[3] * d.E_o * j.k_soft
    dose4 = v[4] * u + S[4] * d.E_o * j.k_soft * (1 if d.conflict or d.asked else p.b_4)
    d.dose = [0.0, dose1, dose2, dose3, dose4] + [0.0] * 6
    d.θ = 1 - p.f_d * d.A * (1 - dj.cap)
    d.l_a, d.l_v = p.forms.D_relief(p.r_b * d.θ * (dose1 + dose2)), p.forms.D_relief(p.r_b * d.θ * (dose3 + dose4))
    i.x_a *= d.l_a
    i.x_a += p.μ * (1 - d.l_v) * d.ρ * d.h * (1 - i.x_a)
    i.x_v *= d.l_v
    i.x_v += p.μ * (1 - d.l_a) * d.ρ * (1 - d.h) * (1 - i.x_v)
    d.G3 = S[3] * d.E_o + v[3] * u
    d.N = 0.5 * ((S[1] * d.E_s + v[1] * u) + (S[2] * d.E_s + v[2] * u))
    d.E_f = d.N + 0.5 * (d.G3 + S[4] * d.E_o + v[4] * u)
    d.calming = d.θ * (dose2 + 0.5 * dose3)


class Evidence:
    """A list of (weight, latent value), of which the learning rule needs two sums."""

    def __init__(self):
        self.weight = self.sum = 0.0

    def add(self, weight, latent):
        self.weight += weight
        self.sum += weight * latent


def episode(i, d, p):
    """Evidence from everyday warmth and from the episode: the table of 7.7."""
    ε_m = toward(1 - d.l_v, 1 - d.l_a, d.h)
    d.others, d.worth, d.competence = Evidence(), Evidence(), Evidence()
    d.others.add(p.d_s, d.Y_latent)
    d.others.add(p.d_e * d.ρ, p.e_b * ε_m - p.e_x * (i.x_a + i.x_v) - p.e_d * d.G3 * (1 - d.h))
    d.worth.add(p.d_s * p.d_W * d.D, d.Y_latent)
    d.worth.add(p.d_e * d.ρ * d.h, p.e_w * d.θ * d.dose[1] - p.e_x * i.x_a)
    d.competence.add(p.d_e * d.ρ, p.e_c - 0.5 * p.e_x * (i.x_a + i.x_v) - p.e_l * d.N)


# 7.8 Enhancing: the self side


def investment(i, d, p):
    """ι, of 7.8 and 7.11."""
    return logistic(p.ι_n * (i.P - i.R) + p.ι_o * (d.A - d.B))


def let_in(couple, i, d, dj, p):
    R_e = decay(p.ρ_x * (i.x_a + i.x_v) + p.ρ_τ * couple.τ)
    d.e = d.E_e * R_e
    d.P_e = p.e_p * d.B * (1 + p.e_i * dj.A)


def enhance_self(i, j, d, dj, p, draws, forced, margins):
    S, v, u = dj.S, forced.acts, forced.occasion
    d.sharing = margins.occurs(p.s_0 + p.ε * (i.V + d.m_O - i.x_v), draws.Sharing)
    dose5 = d.sharing * (S[5] * d.e * j.k_self + v[5] * u)
    dose7_full = S[7] * d.e * j.k_self + v[7] * u

    def amp(dose):
        return 1 + p.α_7 * dose7_full * dose

    X5 = dose5 * (p.e_g - d.P_e * dose5)
    w5 = p.d_5 * d.sharing * amp(dose5)

    m_C = i.m("competence")
    ι = investment(i, d, p)
    d.challenge = margins.occurs(p.g_0 + p.ε * (m_C + 0.5 * i.V + 0.5 - ι), draws.Challenge)
    dose6 = d.challenge * (S[6] * d.e * j.k_self + v[6] * u)
    d.success = margins.occurs(p.g_s + p.ε * m_C + dose6 - p.g_L * d.L, draws.Success)
    X6 = p.e_g * dose6 + (p.e_h if d.success else -p.e_h)
    w6 = p.d_6 * d.challenge * (amp(dose6) if d.success else 1)

    d.worth.add(w5, X5)
    d.worth.add(p.d_w * w6, X6)
    d.competence.add(w5, X5)
    d.competence.add(w6, X6)
    d.others.add(p.ρ_so * 2 * w5, X5)
    d.others.add(p.ρ_so * (1 + p.d_w) * w6, X6)

    i.V = toward(i.V, p.forms.S_evidence(X5) if d.sharing else p.v_0, p.k_q)
    if d.challenge:
        target = 1.0 if d.success else -1.0
    else:
        target = p.forms.S_evidence(X5) if d.sharing else m_C
    i.P = toward(i.P, target, p.k_q)
    d.dose[5], d.dose[6], d.dose[7] = dose5, dose6, dose7_full if d.sharing or d.challenge and d.success else 0.0


# 7.9 Enhancing: the others side


def joint_activity(couple, day, p, shared, margins):
    A, B = couple.partners
    joint = margins.occurs(p.j_0 + p.ε * (0.5 * (day[0].m_O + day[1].m_O) - couple.τ - 0.5 * (A.x_v + B.x_v)), shared.JointActivity)
    day[0].joint = day[1].joint = joint


def enhance_others(couple, i, j, d, dj, p, draws, forced, margins):
    S, v, u = dj.S, forced.acts, forced.occasion
    dose10_full = S[10] * d.e * j.k_others + v[10] * u

    def amp(X, dose):
        return 1 + p.α_10 * dose10_full * dose * max(0.0, X - d.m_O)

    dose8 = d.joint * (S[8] * d.e * j.k_others + v[8] * u)
    X8 = p.e_a + couple.F + dose8 * (p.e_g - d.P_e * dose8) - p.e_x * (i.x_a + i.x_v)
    w8 = p.d_8 * d.joint * amp(X8, dose8)

    d.offered = margins.occurs(p.u_0 + d.L + p.ε * (d.m_O - i.x_v), draws.SupportOffered) if d.stressor else 0
    dose9 = d.offered * (S[9] * d.e * j.k_others + v[9] * u)
    ν = logistic(p.n_k * (dose9 - p.ν_0)) if forced.perceived else 0.0
    o = logistic(p.n_k * (d.L - p.n_L))
    υ = ν * (1 - o)
    X9 = p.e_g * dose9 * (1 + o) - p.e_0 - 2 * d.P_e * υ * dose9 ** 2
    w9 = p.d_9 * (1 + dj.L) * (0.5 + d.L) * d.offered * amp(X9, dose9)

    X10 = p.e_g * (d.asked * dose10_full + d.dose[4]) - p.e_0
    w10 = p.d_10 * d.asked

    for w, X in ((w8, X8), (w9, X9), (w10, X10)):
        d.others.add(w, X)
        d.worth.add(p.ρ_os * w, X)
        d.competence.add(p.ρ_os * w, X)

    i.R = toward(i.R, p.forms.S_evidence(X8) if d.joint else d.Y - i.x_a * (1 + d.Y), p.k_q)
    i.x_v += p.μ * d.B * υ * d.offered * (1 - i.x_v)
    d.dose[8], d.dose[9], d.dose[10] = dose8, dose9, dose10_full if d.asked or d.joint or d.offered else 0.0


# 7.10 Giving


def give(d_giver, d_receiver, p):
    dose9 = d_receiver.dose[9]
    d_giver.others.add(p.d_g * dose9, p.e_n)
    d_giver.competence.add(0.5 * p.d_g * dose9, p.e_n)


# 7.11 Bond


def tension(couple, day, p):
    A, B = couple.partners
    gain = p.k_τ * 0.5 * (A.x_a + A.x_v + B.x_a + B.x_v) * (1 if day[0].conflict else p.k_o)
    calm = 0.5 * (day[0].calming + day[1].calming)
    couple.τ = (couple.τ + gain) / (1 + gain + p.r_τ * (1 + p.r_q * calm))


def spend(d, dj):
    """E_n that j spent on i, beside E_f."""
    S = dj.S
    d.E_n = d.E_e * (S[5] * d.sharing + S[6] * d.challenge + S[8] * d.joint + S[9] * d.offered)


def evening(couple, i, d, dj, p, draws):
    """Fatigue, unpredictability, trust, liking, satisfaction and commitment of i, who spent `dj.E_f` and `dj.E_n` on the other."""
    gain = p.f_c * p.forms.tiring(dj.E_f + p.f_e * dj.E_n, d.E_f + p.f_e * d.E_n)
    i.f = (i.f + gain) / (1 + gain + p.f_r)
    i.U = toward(i.U, abs(d.Y - i.T), p.k_U)
    i.T += p.k_q * (d.Y - i.T)
    ι = investment(i, d, p)
    i.χ = (1 - p.k_χ) * i.χ + sqrt(p.k_χ * (2 - p.k_χ)) * draws.Liking
    i.Q = toward(i.Q, saturation(
        p.q_0 + p.q_F * couple.F + p.q_χ * i.χ + p.q_R * (i.R + i.T + 0.5 * i.P) - p.q_τ * couple.τ - p.q_f * i.f - p.q_ι * (ι - 0.5) ** 2
        - p.q_x * (i.x_a + i.x_v)), 2 * p.k_q)
    i.K = toward(i.K, logistic(p.k_0 + i.k_i + p.k_Q * (i.Q + 0.5 * i.T) - p.k_B * d.B), p.k_c)


def keep_sums(couple, day):
    for i, dj in zip(couple.partners, reversed(day)):
        i.effort += dj.E_f + dj.E_n
        i.sum_x_a += i.x_a
        i.sum_x_v += i.x_v
    couple.days += 1
    couple.sum_τ += couple.τ
    couple.conflicts += day[0].conflict


# 7.12 End of the bond


def ends(couple, p, shared, margins):
    A, B = couple.partners
    return margins.occurs(p.h_0 - p.h_K * p.forms.protecting(A.K, B.K) + p.h_τ * couple.τ, shared.Ending)


# 7.13 Learning


def learn(i, d, p, draws, margins):
    forms = p.forms
    diagnostic = margins.occurs(log_odds(p.p_d), draws.Diagnostic)
    of_day = p.m_0 + (1 - p.m_0) / p.p_d * diagnostic
    for name, evidence, η in (
            ("worth", d.worth, draws.MeaningSelf), ("competence", d.competence, draws.MeaningSelf), ("others", d.others, draws.MeaningOthers)):
        b, m = i.beliefs[name], i.m(name)
        X = evidence.sum / (evidence.weight + 1e-9) + p.s_η * η
        Δ = forms.S_evidence(X) - m
        weight = evidence.weight * of_day * forms.bad_weight(Δ, d.A, p)
        Δ = forms.learned(Δ, X, m, d.A, p)
        k = weight / (b.confidence + weight)
        G = forms.share(Δ + b.trace, p, margins)
        b.trace += p.κ_a * k * (Δ - b.trace)
        b.confidence = forms.confidence(b.confidence, k, G, p)
        b.specific += G * k * Δ
        b.general += forms.pace(G, k, p) * (b.specific - b.general)
        b.specific += p.π * (b.general - b.specific)


# 5.3 Fixing the read-outs


def fix_readouts(i, p):
    i.o_anx = i.o_avo = 0.0
    _, _, _, z_anx, z_avo = orientation(i, p)
    i.o_anx, i.o_avo = i.z_a - z_anx, i.z_v - z_avo
