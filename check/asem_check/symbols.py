"""The parameters and their symbols: the table of section 9 of docs/model.md."""

import unicodedata

#: Parameter, symbol.
TABLE = """
orientation.slope s
orientation.cross_feed ω
orientation.general_weight ξ
orientation.unpredictability s_U
closeness.from_others k_O
closeness.from_lack k_R
stress.level ℓ
stress.rate q_s
stress.persistence φ
stress.coupling r_s
stress.chronic_spread s_c
stress.background ℓ_0
stress.impact ℓ_s
situations.conflict c_0
situations.conflict_from_tension c_τ
situations.conflict_from_load c_L
situations.conflict_from_activation c_x
situations.request r_0
situations.sharing s_0
situations.challenge g_0
situations.joint_activity j_0
situations.support u_0
situations.belief_gain ε
signal.baseline y_0
signal.from_commitment y_K
signal.from_closeness y_D
signal.from_withdrawal y_x
signal.from_load y_L
signal.from_fatigue y_f
signal.from_tension y_τ
signal.lens ℓ_A
appraisal.disappointment t_Y
appraisal.conflict t_C
appraisal.pull t_P
appraisal.request_pull p_r
appraisal.threat_lens ℓ_t
appraisal.commitment_buffer t_K
appraisal.hyperactivation h_r
appraisal.gap k_D
appraisal.gap_from_disappointment k_l
appraisal.from_orientation k_z
appraisal.carry_over κ_0
appraisal.recovery κ_S
provision.load_drain k_L
provision.activation_drain k_x
provision.from_commitment w_K
provision.from_satisfaction w_Q
provision.from_avoidance w_B
provision.projection ρ_p
provision.reading_noise ρ_n
provision.sharpness ρ_k
provision.switch_threshold π_0
provision.switch_sharpness π_k
fatigue.cost f_c
fatigue.enhancing_cost f_e
fatigue.rest f_r
fatigue.detection f_d
buffering.relief r_b
buffering.mismatch μ
buffering.loss_averted e_b
buffering.distress e_x
buffering.coping e_c
buffering.leaning e_l
buffering.bond_as_worth e_w
safe.bond.strength S_1
safe.bond.credibility b_K
safe.deescalate.strength S_2
soft.disengage.strength S_3
soft.disengage.distance_confirms e_d
soft.reasons.strength S_4
soft.reasons.ordinary b_4
enhancing.gain e_g
enhancing.unanswered e_0
enhancing.overstepping e_p
enhancing.intrusion e_i
enhancing.activation_closes ρ_x
enhancing.tension_closes ρ_τ
self.validation.strength S_5
self.validation.weight d_5
self.validation.silence v_0
self.efficacy.strength S_6
self.efficacy.weight d_6
self.efficacy.worth_share d_w
self.efficacy.outcome e_h
self.efficacy.success g_s
self.efficacy.load_hinders g_L
self.attribution.strength S_7
self.attribution.amplification α_7
others.activity.strength S_8
others.activity.weight d_8
others.activity.enjoyment e_a
others.support.strength S_9
others.support.weight d_9
others.support.noticed ν_0
others.support.overwhelmed n_L
others.support.sharpness n_k
others.expectation.strength S_10
others.expectation.amplification α_10
others.expectation.request_weight d_10
ripple.self_to_others ρ_so
ripple.others_to_self ρ_os
giving.weight d_g
giving.value e_n
learning.signal_weight d_s
learning.signal_worth d_W
learning.episode_weight d_e
learning.initial_confidence n_0
learning.maximum_confidence n_m
learning.assimilation α
learning.threshold θ
learning.trace_pace κ_a
learning.negativity ν
learning.diagnostic_share p_d
learning.mundane_weight m_0
learning.meaning_noise s_η
learning.pull_of_general π
learning.generalisation λ_g
bond.tension_gain k_τ
bond.tension_ordinary k_o
bond.tension_repair r_τ
bond.calming_repair r_q
bond.pace k_q
bond.unpredictability_pace k_U
bond.satisfaction q_0
bond.satisfaction_from_fit q_F
bond.satisfaction_from_needs q_R
bond.satisfaction_from_tension q_τ
bond.satisfaction_from_fatigue q_f
bond.satisfaction_from_imbalance q_ι
bond.satisfaction_from_activation q_x
bond.satisfaction_from_liking q_χ
bond.liking_pace k_χ
bond.investment_from_needs ι_n
bond.investment_from_orientation ι_o
bond.commitment k_0
bond.commitment_from_satisfaction k_Q
bond.commitment_from_avoidance k_B
bond.commitment_pace k_c
dissolution.hazard h_0
dissolution.commitment_protects h_K
dissolution.tension_endangers h_τ
population.anxiety_mean M_anx
population.anxiety_sd SD_anx
population.avoidance_mean M_avo
population.avoidance_sd SD_avo
population.within_person r_w
population.partners_anxiety r_anx
population.partners_avoidance r_avo
population.partners_crossed r_c
population.anxiety_neutral a_0
population.avoidance_neutral b_0
population.specific_sd σ_m
population.closeness_mean δ̄
population.closeness_sd σ_δ
population.skill_level k̄
population.safe_skill k̄_1
population.soft_skill k̄_2
population.self_skill k̄_3
population.others_skill k̄_4
population.skill_sd σ_k
population.skill_common r_k
population.reading_level q̄
population.reading_sd σ_q
population.willingness_level w̄
population.willingness_sd σ_w
population.inconsistency_mean ψ̄
population.inconsistency_sd σ_ψ
population.liking_mean χ̄
population.commitment_sd σ_K
population.fit_sd σ_F
population.conflict_sd σ_γ
"""

PATHWAYS = (
    "safe.bond", "safe.deescalate", "soft.disengage", "soft.reasons", "self.validation", "self.efficacy", "self.attribution",
    "others.activity", "others.support", "others.expectation",
)

#: What a moderator that is off holds at which value.
MODERATORS = {
    "ripple.self_to_others": {"ripple.self_to_others": 0.0},
    "ripple.others_to_self": {"ripple.others_to_self": 0.0},
    "fatigue": {"fatigue.cost": 0.0, "fatigue.detection": 0.0},
    "provider_insecurity": {"provision.from_avoidance": 0.0, "provision.projection": 0.0, "enhancing.intrusion": 0.0},
    "mismatch": {"buffering.mismatch": 0.0},
    "negativity_bias": {"learning.negativity": 0.0},
    "assimilation": {"learning.assimilation": 0.0},
    "dissolution": {"dissolution.hazard": -1000000.0},
}

#: Attribute of `Values` by parameter. Python reads identifiers in the normal form NFKC, in which ℓ is l.
ATTRIBUTES = {name: unicodedata.normalize("NFKC", symbol) for name, symbol in (line.split() for line in TABLE.split("\n") if line)}


class Values:
    """The parameters of one partner, each under the symbol of the document, so that equations read as they do there."""

    def __init__(self, by_name):
        for name, attribute in ATTRIBUTES.items():
            setattr(self, attribute, by_name[name])
