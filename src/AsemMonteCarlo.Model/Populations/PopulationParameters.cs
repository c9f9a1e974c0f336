namespace AsemMonteCarlo.Model.Populations;

/// <summary>Who the couples are: distributions over couples with correlations within a person and between partners.</summary>
public static class PopulationParameters
{
    /// <summary>The group.</summary>
    public static readonly ParameterGroup Group = new("population", "Distributions over couples", "5.1, 5.2");

    /// <summary>Mean anxiety.</summary>
    public static readonly Declared<Parameter> AnxietyMean = Group.Real("anxiety_mean", "M_anx", 2.9, (1.6, 6.4), "Mean chronic anxiety on day 0.", unit: "points on 1–7", source: "range over dating and newlywed samples; Chopik, Edelstein and Fraley 2013 (approximate)");

    /// <summary>Spread of anxiety.</summary>
    public static readonly Declared<Parameter> AnxietySpread = Group.Real("anxiety_sd", "SD_anx", 1.05, (0, 1.6), "Standard deviation of chronic anxiety on day 0.", unit: "points on 1–7", source: "range over dating and newlywed samples (approximate)");

    /// <summary>Mean avoidance.</summary>
    public static readonly Declared<Parameter> AvoidanceMean = Group.Real("avoidance_mean", "M_avo", 2.3, (1.6, 6.4), "Mean chronic avoidance on day 0.", unit: "points on 1–7", source: "range over dating and newlywed samples; Chopik, Edelstein and Fraley 2013 (approximate)");

    /// <summary>Spread of avoidance.</summary>
    public static readonly Declared<Parameter> AvoidanceSpread = Group.Real("avoidance_sd", "SD_avo", 0.95, (0, 1.6), "Standard deviation of chronic avoidance on day 0.", unit: "points on 1–7", source: "range over dating and newlywed samples (approximate)");

    /// <summary>Within a person.</summary>
    public static readonly Declared<Parameter> WithinPerson = Group.Real("within_person", "r_w", 0.25, (-0.5, 0.7), "Correlation of anxiety and avoidance within a person, on the normal scale.", source: "Cameron, Finnegan and Morry 2012 (size approximate)");

    /// <summary>Partners' anxiety.</summary>
    public static readonly Declared<Parameter> PartnersAnxiety = Group.Real("partners_anxiety", "r_anx", 0.15, (-0.5, 0.7), "Correlation between partners' anxiety, on the normal scale.", source: "Nguyen et al. 2024");

    /// <summary>Partners' avoidance.</summary>
    public static readonly Declared<Parameter> PartnersAvoidance = Group.Real("partners_avoidance", "r_avo", 0.15, (-0.5, 0.7), "Correlation between partners' avoidance, on the normal scale.", source: "Nguyen et al. 2024");

    /// <summary>Across partners and dimensions.</summary>
    public static readonly Declared<Parameter> PartnersCrossed = Group.Real("partners_crossed", "r_c", 0.1, (-0.3, 0.4), "Correlation of one partner's anxiety with the other's avoidance, on the normal scale.", source: "Molero et al. 2011 (sign; size approximate)");

    /// <summary>Beliefs behind the anxiety score.</summary>
    public static readonly Declared<Parameter> AnxietyNeutral = Group.Real("anxiety_neutral", "a_0", -0.05, (-2, 2), "Anxiety of a person with neutral beliefs, in logits; where the drawn score places the models.", unit: "logit");

    /// <summary>Beliefs behind the avoidance score.</summary>
    public static readonly Declared<Parameter> AvoidanceNeutral = Group.Real("avoidance_neutral", "b_0", -0.6, (-2, 2), "Avoidance of a person with neutral beliefs, in logits; where the drawn score places the models.", unit: "logit");

    /// <summary>Specific against general.</summary>
    public static readonly Declared<Parameter> SpecificSpread = Group.Real("specific_sd", "σ_m", 0.3, (0, 1), "Spread of the relationship-specific beliefs around the general ones.", source: "La Guardia et al. 2000 (size approximate)");

    /// <summary>Mean closeness preference.</summary>
    public static readonly Declared<Parameter> ClosenessMean = Group.Real("closeness_mean", "δ̄", 0.05, (-2, 2), "Mean preference for closeness.", unit: "logit");

    /// <summary>Spread of closeness preference.</summary>
    public static readonly Declared<Parameter> ClosenessSpread = Group.Real("closeness_sd", "σ_δ", 0.5, (0, 1.5), "Spread of the preference for closeness.", unit: "logit");

    /// <summary>Level of skill.</summary>
    public static readonly Declared<Parameter> SkillLevel = Group.Real("skill_level", "k̄", 0, (-3, 3), "Mean of all four skills of a partner; 0 is the average person.", unit: "logit", role: ParameterRole.Partner);

    /// <summary>Level of safe skill.</summary>
    public static readonly Declared<Parameter> SafeSkill = Group.Real("safe_skill", "k̄_1", 0, (-3, 3), "Mean skill in safe strategies beyond skill_level.", unit: "logit", role: ParameterRole.Partner);

    /// <summary>Level of soft skill.</summary>
    public static readonly Declared<Parameter> SoftSkill = Group.Real("soft_skill", "k̄_2", 0, (-3, 3), "Mean skill in soft strategies beyond skill_level.", unit: "logit", role: ParameterRole.Partner);

    /// <summary>Level of self skill.</summary>
    public static readonly Declared<Parameter> SelfSkill = Group.Real("self_skill", "k̄_3", 0, (-3, 3), "Mean skill in enhancing the model of self beyond skill_level.", unit: "logit", role: ParameterRole.Partner);

    /// <summary>Level of others skill.</summary>
    public static readonly Declared<Parameter> OthersSkill = Group.Real("others_skill", "k̄_4", 0, (-3, 3), "Mean skill in enhancing the model of others beyond skill_level.", unit: "logit", role: ParameterRole.Partner);

    /// <summary>Spread of skill.</summary>
    public static readonly Declared<Parameter> SkillSpread = Group.Real("skill_sd", "σ_k", 0.8, (0, 1.5), "Spread of each skill.", unit: "logit");

    /// <summary>Common part of skills.</summary>
    public static readonly Declared<Parameter> SkillCommon = Group.Real("skill_common", "r_k", 0.5, (0, 0.9), "Correlation among a person's skills.");

    /// <summary>Mean reading.</summary>
    public static readonly Declared<Parameter> ReadingLevel = Group.Real("reading_level", "q̄", 0.3, (-3, 3), "Mean skill in reading which insecurity is active.", unit: "logit", role: ParameterRole.Partner);

    /// <summary>Spread of reading.</summary>
    public static readonly Declared<Parameter> ReadingSpread = Group.Real("reading_sd", "σ_q", 0.6, (0, 1.5), "Spread of reading skill.", unit: "logit");

    /// <summary>Mean willingness.</summary>
    public static readonly Declared<Parameter> WillingnessLevel = Group.Real("willingness_level", "w̄", 0.471, (-3, 3), "Mean willingness apart from commitment, satisfaction and avoidance.", unit: "logit", role: ParameterRole.Partner, source: Parameter.FittedSource);

    /// <summary>Spread of willingness.</summary>
    public static readonly Declared<Parameter> WillingnessSpread = Group.Real("willingness_sd", "σ_w", 1, (0, 1.5), "Spread of willingness.", unit: "logit");

    /// <summary>Mean inconsistency.</summary>
    public static readonly Declared<Parameter> InconsistencyMean = Group.Real("inconsistency_mean", "ψ̄", 0.671, (0, 1.5), "Median day-to-day inconsistency of warmth.", source: Parameter.FittedSource);

    /// <summary>Spread of inconsistency.</summary>
    public static readonly Declared<Parameter> InconsistencySpread = Group.Real("inconsistency_sd", "σ_ψ", 0.4, (0, 1), "Spread of the logarithm of inconsistency.");

    /// <summary>Mean liking at the start.</summary>
    public static readonly Declared<Parameter> LikingMean = Group.Real("liking_mean", "χ̄", 0.387, (0, 1), "Mean liking of the partner at the start; couples are together because they liked each other, and it falls back to 0.", unit: "standard deviations", source: Parameter.FittedSource);

    /// <summary>Spread of the disposition to commit.</summary>
    public static readonly Declared<Parameter> CommitmentSpread = Group.Real("commitment_sd", "σ_K", 1.71, (0, 2), "Spread of the disposition to commit.", unit: "logit", source: Parameter.FittedSource);

    /// <summary>Spread of fit.</summary>
    public static readonly Declared<Parameter> FitSpread = Group.Real("fit_sd", "σ_F", 0.731, (0, 1), "Spread of how well couples fit.", source: Parameter.FittedSource);

    /// <summary>Spread of proneness to conflict.</summary>
    public static readonly Declared<Parameter> ConflictSpread = Group.Real("conflict_sd", "σ_γ", 1.4, (0, 1.5), "Spread of couples' proneness to conflict.", unit: "logit", source: Parameter.FittedSource);
}
