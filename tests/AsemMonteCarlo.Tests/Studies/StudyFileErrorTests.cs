using AsemMonteCarlo.Engine.Studies;

namespace AsemMonteCarlo.Tests.Studies;

public sealed class StudyFileErrorTests
{
    [Theory]
    // unknown and misplaced keys
    [InlineData("horizon_day: 3", "study.yaml:1:1: unknown key 'horizon_day'; did you mean 'horizon_days'? Allowed are ")]
    [InlineData("seed: 1\nHorizon-Days: 3", "study.yaml:2:1: unknown key 'Horizon-Days'; did you mean 'horizon_days'?")]
    [InlineData("xyzzy: 3", "study.yaml:1:1: unknown key 'xyzzy'; allowed are name, ")]
    [InlineData("stress.level: 2", "study.yaml:1:1: 'stress.level' is a parameter; it belongs under 'parameters'")]
    [InlineData("safe.bond: 2", "study.yaml:1:1: 'safe.bond' is a pathway; its strength belongs under 'pathways.strengths'")]
    [InlineData("fatigue: off", "study.yaml:1:1: 'fatigue' is a moderator; it belongs under 'moderators'")]
    [InlineData("population:\n  similarty: 0", "study.yaml:2:3: unknown key 'similarty' in 'population'; did you mean 'similarity'?")]
    [InlineData("population:\n  skill_level: 0", "study.yaml:2:3: 'skill_level' is the parameter 'population.skill_level'; it belongs under 'parameters'")]
    [InlineData("store: { dyad: true }", "study.yaml:1:10: unknown key 'dyad' in 'store'; did you mean 'dyads'?")]
    [InlineData("views: { dissolution: true }", "study.yaml:1:10: unknown key 'dissolution' in 'views'")]
    [InlineData("parameters:\n  stress.levle: 2", "study.yaml:2:3: unknown parameter 'stress.levle'; did you mean 'stress.level'?")]
    [InlineData("parameters:\n  stress.zzzzzzzzz: 2", "study.yaml:2:3: unknown parameter 'stress.zzzzzzzzz'; the group stress has stress.level, ")]
    [InlineData("parameters:\n  zzz: 2", "study.yaml:2:3: unknown parameter 'zzz'; parameters are in the groups ")]
    [InlineData("parameters:\n  safe.bond: 2", "study.yaml:2:3: 'safe.bond' is a pathway; its strength is the parameter 'safe.bond.strength'")]
    [InlineData("moderators:\n  fatige: off", "study.yaml:2:3: unknown moderator 'fatige'; did you mean 'fatigue'? Moderators are ripple.self_to_others, ")]
    [InlineData("pathways:\n  strengths: { safe.bnd: 1 }", "study.yaml:2:16: unknown pathway 'safe.bnd'; did you mean 'safe.bond'? Pathways are safe.bond, ")]
    [InlineData("pathways: { safe.bond: 1 }", "study.yaml:1:13: 'safe.bond' is a pathway; its strength belongs under 'pathways.strengths'")]
    // duplicates
    [InlineData("seed: 1\nseed: 2", "study.yaml:2:1: duplicate key 'seed'; it stands on line 1 already")]
    [InlineData("parameters:\n  stress.level: 1\n  stress.level: 1", "study.yaml:3:3: duplicate key 'stress.level'; it stands on line 2 already")]
    [InlineData("parameters: { safe.bond.strength: 1 }\npathways:\n  strengths: { safe.bond: 1 }", "study.yaml:3:16: the strength of safe.bond is set twice: under 'parameters' and under 'pathways.strengths'")]
    [InlineData("pathways:\n  of: [safe.bond, safe.bond]", "study.yaml:2:19: 'safe.bond' stands in 'pathways.of' twice; each pathway may stand there once")]
    // wrong type
    [InlineData("dyads: many", "study.yaml:1:8: 'dyads' is 'many'; it must be a whole number from 1 to 1099511627776 (couples)")]
    [InlineData("dyads: [1]", "study.yaml:1:8: 'dyads' is a list; it must be a whole number")]
    [InlineData("dyads: { a: 1 }", "study.yaml:1:8: 'dyads' is a map; it must be a whole number")]
    [InlineData("dyads: \"96\"", "study.yaml:1:8: 'dyads' is the quoted text '96' (leave out the quotes); it must be a whole number")]
    [InlineData("dyads: 0x10", "study.yaml:1:8: 'dyads' is '0x10'; it must be")]
    [InlineData("dyads: 1_000", "study.yaml:1:8: 'dyads' is '1_000' (write digits without separators, and a point before decimals); it must be")]
    [InlineData("dyads: 010", "study.yaml:1:8: 'dyads' is '010'; it must be")]
    [InlineData("dyads: 1.5", "study.yaml:1:8: 'dyads' is '1.5'; it must be")]
    [InlineData("dyads: 1e3", "study.yaml:1:8: 'dyads' is '1e3'; it must be")]
    [InlineData("dyads: ~", "study.yaml:1:8: 'dyads' is empty; it must be")]
    [InlineData("dyads:", "study.yaml:1:7: 'dyads' is empty; it must be")]
    [InlineData("interval_level: .inf", "study.yaml:1:17: 'interval_level' is '.inf'; it must be a number from 0.5 to 0.999")]
    [InlineData("interval_level: .nan", "study.yaml:1:17: 'interval_level' is '.nan'; it must be")]
    [InlineData("interval_level: NaN", "study.yaml:1:17: 'interval_level' is 'NaN'; it must be")]
    [InlineData("interval_level: 0,9", "study.yaml:1:17: 'interval_level' is '0,9' (write digits without separators, and a point before decimals); it must be")]
    [InlineData("parameters: { stress.level: ~ }", "study.yaml:1:29: 'stress.level' is empty; it must be a number from 0.05 to 8")]
    [InlineData("parameters: 3", "study.yaml:1:13: 'parameters' is '3'; it must be a map of keys and values")]
    [InlineData("parameters: ~", "study.yaml:1:13: 'parameters' is empty; it must be a map of keys and values")]
    [InlineData("title: [a]", "study.yaml:1:8: 'title' is a list; it must be text")]
    [InlineData("title: ~", "study.yaml:1:8: 'title' is empty; it must be text")]
    [InlineData("luck: comon", "study.yaml:1:7: 'comon' is no choice of luck; did you mean 'common'? It must be common or independent")]
    [InlineData("luck: [common]", "study.yaml:1:7: 'luck' is a list; it must be a choice of luck: common or independent")]
    [InlineData("store: { dyads: maybe }", "study.yaml:1:17: 'store.dyads' is 'maybe'; it must be on, off, true or false")]
    [InlineData("forms: { learning_rule: treshold }", "study.yaml:1:25: 'treshold' is no form of learning_rule; did you mean 'threshold'? It must be accommodation, threshold or delta_rule")]
    [InlineData("forms:\n  learning_rul: threshold", "study.yaml:2:3: unknown key 'learning_rul' in 'forms'; did you mean 'learning_rule'?")]
    [InlineData("saturation: softsign", "study.yaml:1:1: 'saturation' is a topic of the model's forms; it belongs under 'forms'")]
    [InlineData("moderators: { fatigue: 0 }", "study.yaml:1:24: 'moderators.fatigue' is '0'; it must be on, off, true or false")]
    [InlineData("timeline: 3", "study.yaml:1:11: 'timeline' is '3'; it must be a list of entries")]
    [InlineData("? [a]\n: 1", "study.yaml:1:3: a key is a list; it must be a word")]
    // range
    [InlineData("seed: -1", "study.yaml:1:7: 'seed' is '-1'; it must be a whole number from 0 to 18446744073709551615")]
    [InlineData("seed: 18446744073709551616", "study.yaml:1:7: 'seed' is '18446744073709551616'; it must be")]
    [InlineData("seed: 99999999999999999999999999999999999999999999999999", "study.yaml:1:7: 'seed' is '99999999999999999999999999999999999999999999999999'; it must be")]
    [InlineData("replicate: 65536", "study.yaml:1:12: 'replicate' is '65536'; it must be a whole number from 0 to 65534")]
    [InlineData("horizon_days: 0", "study.yaml:1:15: 'horizon_days' is '0'; it must be a whole number from 1 to 3660 (days)")]
    [InlineData("horizon_days: 3661", "study.yaml:1:15: 'horizon_days' is '3661'; it must be")]
    [InlineData("settle_days: 3661", "study.yaml:1:14: 'settle_days' is '3661'; it must be a whole number from 0 to 3660 (days)")]
    [InlineData("dyads: 1099511627777", "study.yaml:1:8: 'dyads' is '1099511627777'; it must be")]
    [InlineData("interval_level: 1e999", "study.yaml:1:17: 'interval_level' is '1e999'; it must be")]
    [InlineData("population: { similarity: 0.95 }", "study.yaml:1:27: 'population.similarity' is '0.95'; it must be a number from -0.9 to 0.9")]
    [InlineData("population: { profile_cut: 7 }", "study.yaml:1:28: 'population.profile_cut' is '7'; it must be a number from 1.5 to 6.5 (points on 1–7)")]
    [InlineData("population: { minimum_profile_share: 0.25 }", "study.yaml:1:38: 'population.minimum_profile_share' is '0.25'; it must be a number from 0 to 0.24")]
    [InlineData("population: { net_size: 48 }", "study.yaml:1:25: 'population.net_size' is 48; it must be a power of two from 1 to 128, such as 32")]
    [InlineData("population: { net_size: 256 }", "study.yaml:1:25: 'population.net_size' is '256'; it must be a whole number from 1 to 128 (couples)")]
    [InlineData("dyads: 1000\npopulation: { net_size: 64 }", "study.yaml:1:8: 'dyads' is 1000; with 'population.net_size' 64 it must be a multiple of 64 and at least 512, such as 1024")]
    [InlineData("dyads: 96\npopulation: { net_size: 64 }", "study.yaml:1:8: 'dyads' is 96; with 'population.net_size' 64 it must be a multiple of 64 and at least 512, such as 512")]
    [InlineData("parameters:\n  stress.rate: 0.9", "study.yaml:2:16: 'stress.rate' is '0.9'; it must be a number from 0.05 to 0.8 (1/day)")]
    [InlineData("pathways:\n  strengths: { safe.bond: 3 }", "study.yaml:2:27: 'safe.bond' is '3'; it must be a number from 0 to 2")]
    [InlineData("name: My Study", "study.yaml:1:7: 'name' is 'My Study'; it must be 1 to 64 of the characters")]
    // words
    [InlineData("outcomes: [anxeity]", "study.yaml:1:12: 'anxeity' is no outcome; did you mean 'anxiety'?")]
    [InlineData("outcomes: []", "study.yaml:1:11: 'outcomes' is an empty list, which would give a study without a row; it must be")]
    [InlineData("pathways: { of: [] }", "study.yaml:1:17: 'pathways.of' is an empty list, which would give a study without a row")]
    [InlineData("pathways: { arms: [] }", "study.yaml:1:19: 'pathways.arms' is an empty list, which would give a study without a row")]
    [InlineData("pathways: { arms: [al] }", "study.yaml:1:20: 'al' is no set of arms; did you mean 'all'? It must be all, none, each_alone, each_left_out or all_coalitions")]
    [InlineData("pathways: { role: focal }", "study.yaml:1:19: 'focal' is no role; it must be both or provider")]
    // roles and moderators
    [InlineData("provider:\n  stress.rate: 0.3", "study.yaml:2:3: 'stress.rate' is the same for both partners; set it under 'parameters', or for the provider alone one of stress.level, population.skill_level")]
    [InlineData("provider: { population.anxiety_mean: 3 }", "study.yaml:1:13: 'population.anxiety_mean' is the same for both partners")]
    [InlineData("moderators: { fatigue: off }\nparameters:\n  fatigue.cost: 0.3", "study.yaml:3:3: 'fatigue.cost' cannot be set while the moderator 'fatigue' is off, which holds it at 0")]
    [InlineData("moderators: { dissolution: false }\ntimeline: [{ from_day: 1, set: { dissolution.hazard: -5 } }]", "study.yaml:2:34: 'dissolution.hazard' cannot be set while the moderator 'dissolution' is off")]
    // population
    [InlineData("parameters:\n  population.anxiety_mean: 1.6\n  population.anxiety_sd: 1.5", "study.yaml:3:26: 'population.anxiety_sd' is 1.5; with 'population.anxiety_mean' 1.6 it must be at most 0.79")]
    [InlineData("parameters:\n  population.avoidance_mean: 1.6", "study.yaml:2:30: 'population.avoidance_sd' is 0.95; with 'population.avoidance_mean' 1.6 it must be at most 0.79")]
    [InlineData("parameters:\n  population.within_person: -0.5\n  population.partners_crossed: -0.3\n  population.partners_anxiety: -0.5", "study.yaml:2:29: the correlations population.within_person -0.5, partners_crossed -0.3, partners_anxiety -0.5 and partners_avoidance 0.15 cannot hold together; they must satisfy (within_person + partners_crossed)² ≤ ")]
    [InlineData("parameters:\n  population.within_person: 0.7\n  population.partners_crossed: -0.3\n  population.partners_anxiety: 0.5", "study.yaml:2:29: the correlations population.within_person 0.7, partners_crossed -0.3, partners_anxiety 0.5 and partners_avoidance 0.15 cannot hold together; they must satisfy (within_person − partners_crossed)² ≤ ")]
    [InlineData("population:\n  file:\n", "study.yaml:2:8: this study needs a file of persons and 'population.file' is empty; give its path here, or on the command line with --set population.file=scores.csv")]
    [InlineData("population:\n  anxiety_column: x", "study.yaml:2:3: 'anxiety_column' is written 'population.columns.anxiety'")]
    [InlineData("population: { rows: person }", "study.yaml:1:21: 'person' is no kind of row; did you mean 'persons'?")]
    [InlineData("population: { columns: { anxeity: x } }", "study.yaml:1:26: unknown key 'anxeity' in 'population.columns'; did you mean 'anxiety'?")]
    [InlineData("population: { columns: { partner_trust: x } }", "study.yaml:1:26: 'partner_trust' is given by files with one row per couple; it needs 'population.rows: couples'")]
    [InlineData("population: { columns: { fit: x } }", "study.yaml:1:26: 'fit' is given by files with one row per couple; it needs 'population.rows: couples'")]
    [InlineData("population: { columns: { trust: { column: x, scale: [1, 1] } } }", "study.yaml:1:53: 'population.columns.trust.scale' has 1 at both ends; they must differ")]
    [InlineData("population: { columns: { trust: { column: x, scale: [1] } } }", "study.yaml:1:53: 'population.columns.trust.scale' must be a list of two numbers, such as [1, 5]")]
    [InlineData("population: { columns: { trust: { column: x, scale: [1, high] } } }", "study.yaml:1:57: 'population.columns.trust.scale' is 'high'; it must be a number from -1000000000 to 1000000000")]
    [InlineData("population: { columns: { trust: { header: x } } }", "study.yaml:1:35: unknown key 'header' in 'population.columns.trust'; allowed are column, scale")]
    [InlineData("population: { columns: { willingness: { column: x, scale: [1, 5] } } }", "study.yaml:1:59: 'population.columns.willingness.scale' cannot be given: willingness has no ends that a scale could be laid over")]
    [InlineData("population:\n  file: no-such-file.csv", "study.yaml:2:9: there is no file 'no-such-file.csv'")]
    // the timeline
    [InlineData("timeline:\n  - set: { stress.level: 2 }", "study.yaml:2:5: 'from_day' is missing; give the first day on which the entry holds, 0 to 364")]
    [InlineData("horizon_days: 10\ntimeline:\n  - { from_day: 10, set: { stress.level: 2 } }", "study.yaml:3:17: 'timeline.0.from_day' is '10'; it must be a whole number from 0 to 9 (days, below horizon_days)")]
    [InlineData("timeline:\n  - from_day: 1", "study.yaml:2:5: an entry of the timeline has exactly one of the keys set, force or replace_partner; this one has none")]
    [InlineData("timeline: [{ from_day: 1, forced: conflict }]", "study.yaml:1:12: an entry of the timeline has exactly one of the keys set, force or replace_partner; this one has none; did you mean 'force'?")]
    [InlineData("timeline: [{ from_day: 1, force: conflict, set: {} }]", "study.yaml:1:12: an entry of the timeline has exactly one of the keys set, force or replace_partner; this one has set and force")]
    [InlineData("timeline: [5]", "study.yaml:1:12: 'timeline.0' is '5'; it must be a map")]
    [InlineData("timeline: [{ from_day: 1, force: conflct }]", "study.yaml:1:34: 'conflct' is no situation or pathway; did you mean 'conflict'?")]
    [InlineData("timeline: [{ from_day: 9, force: conflict, to_day: 8 }]", "study.yaml:1:52: 'timeline.0.to_day' is '8'; it must be a whole number from 9 to 3659")]
    [InlineData("timeline: [{ from_day: 9, force: conflict, every: 0 }]", "study.yaml:1:51: 'timeline.0.every' is '0'; it must be a whole number from 1 to 3660 (days)")]
    [InlineData("timeline: [{ from_day: 9, force: conflict, rate: 1.1 }]", "study.yaml:1:50: 'timeline.0.rate' is '1.1'; it must be a number from 0 to 1")]
    [InlineData("timeline: [{ from_day: 9, force: request, size: 2 }]", "study.yaml:1:43: 'size' belongs to the situations conflict and stressor only")]
    [InlineData("timeline: [{ from_day: 9, force: conflict, dose: 2 }]", "study.yaml:1:44: 'dose' belongs to acts of a pathway")]
    [InlineData("timeline: [{ from_day: 9, force: safe.bond, size: 2 }]", "study.yaml:1:45: 'size' belongs to situations; an act of a pathway has a 'dose'")]
    [InlineData("timeline: [{ from_day: 9, force: safe.bond, perceived: off }]", "study.yaml:1:45: 'perceived' belongs to the pathway others.support only")]
    [InlineData("timeline: [{ from_day: 9, force: safe.bond, dose: 11 }]", "study.yaml:1:51: 'timeline.0.dose' is '11'; it must be a number from 0 to 10 (full acts)")]
    [InlineData("timeline: [{ from_day: 9, force: conflict, occurs: off, size: 2 }]", "study.yaml:1:63: 'timeline.0.size' has no meaning for a situation that is kept from occurring")]
    [InlineData("timeline: [{ from_day: 9, set: {} }]", "study.yaml:1:32: 'timeline.0.set' is empty")]
    [InlineData("timeline: [{ from_day: 9, set: { population.skill_level: 1 } }]", "study.yaml:1:34: 'population.skill_level' says who the couples are and cannot change on a timeline")]
    [InlineData("timeline: [{ from_day: 9, whose: focal, set: { stress.rate: 0.5 } }]", "study.yaml:1:48: 'stress.rate' is the same for both partners; leave out 'whose'")]
    [InlineData("timeline: [{ from_day: 9, set: { safe.bond: 1, safe.bond.strength: 0 } }]", "study.yaml:1:48: 'safe.bond.strength' is set twice in this entry")]
    [InlineData("timeline: [{ from_day: 9, set: { stress.level: 2 }, every: 3 }]", "study.yaml:1:53: 'every' belongs to 'force'")]
    [InlineData("timeline: [{ from_day: 9, replace_partner: false }]", "study.yaml:1:44: 'replace_partner' can only be true; leave the entry out instead")]
    [InlineData("timeline:\n  - { from_day: 9, replace_partner: true }\n  - { from_day: 12, replace_partner: true }", "study.yaml:3:5: a partner can be replaced only once in a study")]
    [InlineData("timeline:\n  - { from_day: 3, force: safe.bond, rate: 0.5, every: 2 }\n  - { from_day: 5, force: self.validation }", "study.yaml:3:5: acts that fall on the same person and day share their occasions: give them the same 'rate', or other days")]
    [InlineData("timeline: [{ from_day: 9, replace_partner: true, whose: focal }]", "study.yaml:1:50: 'whose' does not go with 'replace_partner'")]
    // sweeps
    [InlineData("sweep: { stress.levle: [1, 2] }", "study.yaml:1:10: unknown parameter 'stress.levle'; did you mean 'stress.level'?")]
    [InlineData("sweep: { provider.safe.bnd: [1, 2] }", "study.yaml:1:10: unknown parameter 'safe.bnd'; did you mean 'safe.bond'?")]
    [InlineData("sweep: { stress.level: 2 }", "study.yaml:1:24: 'sweep.stress.level' is '2'; it must be a list of values such as [0, 1, 2], or {from: 0, to: 2, steps: 5}")]
    [InlineData("sweep: { stress.level: [] }", "study.yaml:1:24: 'sweep.stress.level' is an empty list; it must be a list of values")]
    [InlineData("sweep: { stress.level: [1, 99] }", "study.yaml:1:28: 'sweep.stress.level' is '99'; it must be a number from 0.05 to 8")]
    [InlineData("sweep: { stress.level: [1, 1] }", "study.yaml:1:28: the value 1 stands in 'sweep.stress.level' twice")]
    [InlineData("sweep: { stress.level: { from: 2, to: 1 } }", "study.yaml:1:24: 'sweep.stress.level' goes from 2 to 1; 'to' must be larger")]
    [InlineData("sweep: { stress.level: { step: 3 } }", "study.yaml:1:26: unknown key 'step' in 'sweep.stress.level'; did you mean 'steps'?")]
    [InlineData("sweep: { stress.level: { steps: 1 } }", "study.yaml:1:33: 'sweep.stress.level.steps' is '1'; it must be a whole number from 2 to 1000 (values)")]
    [InlineData("sweep: { provider.stress.rate: [0.2, 0.3] }", "study.yaml:1:10: 'stress.rate' is the same for both partners; leave out 'provider.', or sweep one of stress.level, ")]
    [InlineData("sweep: { safe.bond: [0, 1], safe.bond.strength: [0, 1] }", "study.yaml:1:29: 'safe.bond.strength' is swept twice")]
    [InlineData("sweep: { stress.level: { steps: 100 }, stress.rate: { steps: 100 } }", "study.yaml:1:8: the sweep has 10,000 cells; at most 4,096 are possible")]
    [InlineData("moderators: { fatigue: off }\nsweep: { fatigue.cost: [0, 0.5] }", "study.yaml:2:25: 'fatigue.cost' cannot be set while the moderator 'fatigue' is off", "study.yaml:2:28: 'fatigue.cost' cannot")]
    // the reference
    [InlineData("reference: { arms: none }", "study.yaml:1:14: unknown key 'arms' in 'reference'; did you mean 'arm'?")]
    [InlineData("reference: { arm: nobody }", "study.yaml:1:12: the study runs no arm 'nobody'")]
    [InlineData("pathways: { arms: [all, none] }\nreference: { arm: nonee }", "study.yaml:2:12: the study runs no arm 'nonee'; did you mean 'none'? Arms are none, all")]
    [InlineData("sweep: { stress.level: [1, 2] }\nreference: { at: {} }", "study.yaml:2:18: 'reference.at' says nothing of the axis 'stress.level'")]
    [InlineData("sweep: { stress.level: [1, 2] }\nreference: { at: { stress.level: 1.5 } }", "study.yaml:2:34: the axis 'stress.level' has no value 1.5; it has 1 or 2")]
    [InlineData("sweep: { stress.level: [1, 2] }\nreference: { at: { stress.level: 1, stress.rate: 0.5 } }", "study.yaml:2:37: unknown key 'stress.rate' in 'reference.at'")]
    // own outcomes
    [InlineData("own_outcomes: { late: { change: on } }", "study.yaml:1:17: 'own_outcomes.late.of' is missing; give the outcome of the model that it is made from, such as of: insecurity")]
    [InlineData("own_outcomes: { late: }", "study.yaml:1:17: 'own_outcomes.late.of' is missing")]
    [InlineData("own_outcomes: { late: 3 }", "study.yaml:1:23: 'own_outcomes.late' is '3'; it must be a map of keys and values")]
    [InlineData("own_outcomes: { late: { of: insecurty, change: on } }", "study.yaml:1:29: 'insecurty' is no outcome; did you mean 'insecurity'?")]
    [InlineData("own_outcomes: { late: { of: insecurity } }", "study.yaml:1:17: 'own_outcomes.late' is the outcome insecurity as it stands; give at least one of change, ")]
    [InlineData("own_outcomes: { late: { of: insecurity, chang: on, below: 3 } }", "study.yaml:1:41: unknown key 'chang' in 'own_outcomes.late'; did you mean 'change'?")]
    [InlineData("own_outcomes: { late: { of: insecurity, from_reference: on } }", "study.yaml:1:17: 'own_outcomes.late.from_reference' needs a reference scenario")]
    [InlineData("own_outcomes: { late: { of: insecurity, below: low } }", "study.yaml:1:48: 'own_outcomes.late.below' is 'low'; it must be a number from -1000000 to 1000000")]
    [InlineData("own_outcomes: { late: { of: insecurity, below: 2, at_least: 3 } }", "study.yaml:1:17: 'own_outcomes.late' is to be at least 3 and below 2, which nothing is")]
    [InlineData("own_outcomes: { late: { of: insecurity, window: [300] } }", "study.yaml:1:49: 'own_outcomes.late.window' is a list of 1; it must be the first and the last day, such as [270, 365]")]
    [InlineData("own_outcomes: { late: { of: insecurity, window: [300, 366] } }", "study.yaml:1:55: 'own_outcomes.late.window' is '366'; it must be a whole number from 1 to 365 (days, up to horizon_days)")]
    [InlineData("own_outcomes: { late: { of: insecurity, window: [300, 200] } }", "study.yaml:1:49: 'own_outcomes.late.window' begins on day 300 and ends on day 200; the first day comes first")]
    [InlineData("own_outcomes: { Late: { of: insecurity, change: on } }", "study.yaml:1:17: 'Late' cannot name the outcome; a name has up to 64 of a–z, 0–9 and single _ between them, and begins with a letter")]
    [InlineData("own_outcomes: { insecurity: { of: insecurity, change: on } }", "study.yaml:1:17: 'insecurity' is the name of an outcome of the model; give the outcome another")]
    // own groups
    [InlineData("own_groups: { high: { anxiety: { from: 8 } } }", "study.yaml:1:40: 'own_groups.high.anxiety.from' is '8'; it must be a number from 1 to 7 (points on 1–7)")]
    [InlineData("own_groups: { high: { anxiety: 5 } }", "study.yaml:1:32: 'own_groups.high.anxiety' is '5'; it must be a map of keys and values")]
    [InlineData("own_groups: { high: { anxiety: { form: 5, below: 6 } } }", "study.yaml:1:34: unknown key 'form' in 'own_groups.high.anxiety'; did you mean 'from'?")]
    [InlineData("own_groups: { high: { anxiety: { from: 5, below: 4 } } }", "study.yaml:1:32: 'own_groups.high.anxiety' goes from 5 to below 4, which nobody does")]
    [InlineData("own_groups: { high: { anxeity: { from: 5 } } }", "study.yaml:1:23: unknown key 'anxeity' in 'own_groups.high'; did you mean 'anxiety'?")]
    [InlineData("own_groups: { high: { profile: anxous } }", "study.yaml:1:32: 'anxous' is no profile; did you mean 'anxious'? It must be secure, anxious, avoidant or fearful")]
    [InlineData("own_groups: { high: }", "study.yaml:1:15: 'own_groups.high' has no condition, so it would be the group all; give for instance anxiety: {from: 5}")]
    [InlineData("own_groups: { secure: { anxiety: { below: 2 } } }", "study.yaml:1:15: 'secure' is the name of a group of every study; give the group another")]
    // readings and trajectories
    [InlineData("readings: 30", "study.yaml:1:11: 'readings' is '30'; it must be a list of days such as [30, 90, 180], or {every: 30}")]
    [InlineData("readings: [30, 366]", "study.yaml:1:16: 'readings' is '366'; it must be a whole number from 1 to 365 (days, up to horizon_days)")]
    [InlineData("readings: [30, 30]", "study.yaml:1:16: day 30 stands in 'readings' twice")]
    [InlineData("readings: { evry: 30 }", "study.yaml:1:13: unknown key 'evry' in 'readings'; did you mean 'every'?")]
    [InlineData("horizon_days: 3000\nreadings: { every: 1 }", "study.yaml:2:11: 'readings' gives 2999 days; at most 400 are possible; store.trajectories holds more")]
    [InlineData("store: { trajectories: on }", "study.yaml:1:24: 'store.trajectories' is 'on'; it must be a map of keys and values")]
    [InlineData("store: { trajectories: { every: 400 } }", "study.yaml:1:33: 'store.trajectories.every' is '400'; it must be a whole number from 1 to 365 (days, up to horizon_days)")]
    [InlineData("store: { trajectories: { couples: every } }", "study.yaml:1:35: 'store.trajectories.couples' is 'every'; it must be a whole number from 1 to 1099511627776 (couples, or the word all)")]
    [InlineData("store: { trajectories: { couple: 3 } }", "study.yaml:1:26: unknown key 'couple' in 'store.trajectories'; did you mean 'couples'?")]
    [InlineData("pathways: { arms: [all, none] }\nstore: { trajectories: { arms: [al] } }", "study.yaml:2:24: the study runs no arm 'al'; did you mean 'all'?")]
    // doses and withdrawal
    [InlineData("pathways: { doses: 1 }", "study.yaml:1:20: 'pathways.doses' is '1'; it must be a list of strengths such as [0.25, 0.5, 1, 1.5, 2]")]
    [InlineData("pathways: { doses: [0, 1] }", "study.yaml:1:21: 'pathways.doses' is '0'; it must be a number from 0.01 to 2 (strength; 0 is the pathway left out, which is run beside)")]
    [InlineData("pathways: { doses: [1, 1] }", "study.yaml:1:24: the strength 1 stands in 'pathways.doses' twice")]
    [InlineData("pathways: { dose: [1] }", "study.yaml:1:13: unknown key 'dose' in 'pathways'; did you mean 'doses'?")]
    [InlineData("pathways: { withdrawn_from: 365 }", "study.yaml:1:29: 'pathways.withdrawn_from' is '365'; it must be a whole number from 1 to 364 (days, below horizon_days)")]
    [InlineData("pathways: { withdrawn: 100 }", "study.yaml:1:13: unknown key 'withdrawn' in 'pathways'")]
    // entries without a value, and hashes
    [InlineData("timeline: [ , ]", "study.yaml:1:13: this is not valid YAML")]
    [InlineData("timeline:\n  -\n", "study.yaml:2:4: an entry of the timeline has exactly one of the keys set, force or replace_partner; this one has none")]
    [InlineData("population: { sha256: abc }", "study.yaml:1:23: 'population.sha256' is 'abc'; it must be 64 hexadecimal digits")]
    [InlineData("moderators: { fatigue: 'true' }", "study.yaml:1:24: 'moderators.fatigue' is the quoted text 'true' (leave out the quotes); it must be on, off, true or false")]
    // YAML
    [InlineData("", "study.yaml:1:1: the study is empty")]
    [InlineData("# nothing\n", "study.yaml:1:1: the study is empty")]
    [InlineData("---\n", "study.yaml:1:1: the study is empty")]
    [InlineData("[1]", "study.yaml:1:1: a study is a map of keys and values, not a list")]
    [InlineData("hello", "study.yaml:1:1: a study is a map of keys and values, not 'hello'")]
    [InlineData("seed: 1\ntitle: \"open", "study.yaml:2:8: this is not valid YAML: While scanning a quoted scalar")]
    [InlineData("seed: 1\n\tdyads: 3", "study.yaml:2:1: this is not valid YAML: a tab stands before a key")]
    [InlineData("title: Support: does it matter?", "study.yaml:1:15: this is not valid YAML: While scanning a plain scalar value, found invalid mapping.; a text with ': ' in it needs quotes")]
    [InlineData("seed: 1\n---\nseed: 2", "study.yaml:2:1: a second document begins here; a study is one document")]
    [InlineData("seed: &a 1", "study.yaml:1:7: anchors (&a) are not allowed; write the value out where it is used")]
    [InlineData("seed: *a", "study.yaml:1:7: aliases (*a) are not allowed; write the value out where it is used")]
    [InlineData("seed: !!int 3", "study.yaml:1:7: tags (tag:yaml.org,2002:int) are not allowed; types follow from the keys")]
    public void One_error_is_said_at_its_place(string yaml, params string[] expected)
    {
        string[] errors = StudyFixture.Errors(yaml);
        Assert.Equal(expected.Length, errors.Length);
        Assert.All(expected.Zip(errors), pair => Assert.Equal(pair.First, pair.Second[..Math.Min(pair.First.Length, pair.Second.Length)]));
    }

    [Fact]
    public void All_errors_are_said_at_once_in_the_order_of_the_file_and_overrides_last()
    {
        string[] errors = StudyFixture.Errors("seed: x\nseed: 2\nhorizon: 1\nparameters:\n  stress.level: 99\n  stress.rate: no\ndyads: 0\n", "luck=bad");
        Assert.Equal(["study.yaml:1:7", "study.yaml:2:1", "study.yaml:3:1", "study.yaml:5:17", "study.yaml:6:16", "study.yaml:7:8", "--set luck=bad"],
            errors.Select(e => string.Join(':', e.Split(':').Take(e.StartsWith("--", StringComparison.Ordinal) ? 1 : 3))));
    }

    [Fact]
    public void Many_errors_are_cut_and_counted()
    {
        string[] errors = StudyFixture.Errors(string.Concat(Enumerable.Range(0, 150).Select(i => $"key{i}: 1\n")));
        Assert.Equal(101, errors.Length);
        Assert.Equal("study.yaml: and 50 more errors [ASEM221]", errors[^1]);
    }

    [Theory]
    [InlineData(31, false)]
    [InlineData(32, true)]
    public void Nesting_beyond_32_is_refused(int lists, bool isTooDeep)
    {
        string[] errors = StudyFixture.Errors($"outcomes: {new string('[', lists)}{new string(']', lists)}");
        Assert.Equal(isTooDeep, Assert.Single(errors).Contains("nested more than 32 deep", StringComparison.Ordinal));
    }

    [Fact]
    public void Files_that_cannot_be_read_are_named()
    {
        using var folder = new TemporaryFolder();
        folder.Write("quick.yaml", "{}");
        string Error(string path) => Assert.Single(Assert.Throws<StudyException>(() => StudyFile.Load(path, [])).Errors).ToString();
        string missing = Path.Combine(folder.Path, "quik.yaml"), large = folder.Write("large.yaml", new string('#', StudyFile.MaximumBytes + 1)), latin = folder.Write("latin.yaml", [0x61, 0xE9]);
        Assert.StartsWith($"{missing}: there is no such file", Error(missing), StringComparison.Ordinal);
        Assert.EndsWith("did you mean 'quick.yaml'? [ASEM201]", Error(missing), StringComparison.Ordinal);
        Assert.Contains("is a folder", Error(folder.Path), StringComparison.Ordinal);
        Assert.Contains("is larger than 1 MiB", Error(large), StringComparison.Ordinal);
        Assert.Equal($"{latin}: the study is not UTF-8 text; save it as UTF-8 [ASEM204]", Error(latin));
    }

    [Fact]
    public void A_file_name_that_cannot_name_a_study_asks_for_a_name()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("My Study.yaml", "seed: 1\n");
        var error = Assert.Single(Assert.Throws<StudyException>(() => StudyFile.Load(path, [])).Errors);
        Assert.StartsWith($"{path}:1:1: the file's name 'My Study' cannot name the study; add the key 'name'", error.ToString(), StringComparison.Ordinal);
        Assert.Equal("mine", StudyFile.Load(path, ["name=mine"]).Name);
    }
}
