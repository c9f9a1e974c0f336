namespace AsemMonteCarlo.Engine.Errors;

/// <summary>
/// A kind of error that a user can meet. All of them are declared here and nowhere else: every error carries one, a test provokes each,
/// and <c>docs/troubleshooting.md</c> is made of them. A code is never given to another kind.
/// </summary>
public sealed class ErrorKind
{
    private const int InputWrong = 2, Failed = 1;

    private static readonly List<ErrorKind> declared = [];
    private static readonly string[] areas = ["Command line", "Study file", "What a study simulates", "Experiments and sensitivity", "Populations and results", "Folders and tables", "Resuming, parts and replays", "Machine"];

    // command line

    /// <summary>No such verb.</summary>
    public static readonly ErrorKind UnknownVerb = new(101, InputWrong, "no such verb",
        "The first word behind `asem` is none of its verbs.",
        "Take the verb that is suggested, or one of the list in the message.",
        "asem: unknown verb 'rnu'; did you mean 'run'? (verbs are plan, …)");

    /// <summary>No such option or argument.</summary>
    public static readonly ErrorKind UnknownOption = new(102, InputWrong, "no such option or argument",
        "A word on the command line is neither an option of the verb nor an argument that it takes.",
        "Take the option that is suggested; `asem VERB --help` explains each.",
        "asem: unknown option '--thread'; did you mean '--threads'? (options are --output, …)");

    /// <summary>Something is missing on the command line.</summary>
    public static readonly ErrorKind MissingArgument = new(103, InputWrong, "something is missing on the command line",
        "The verb needs an option, an argument or a verb below it that was not given.",
        "Add what is named; `asem VERB --help` shows an example.",
        "asem: Option '--output' is required.");

    /// <summary>An option has a value that is not allowed.</summary>
    public static readonly ErrorKind OptionValue = new(104, InputWrong, "an option has a value that is not allowed",
        "The value behind an option, or that of an environment variable, is not one of those allowed.",
        "Give a value of the kind or within the range that the message names.",
        "asem: --threads 0: allowed are 1 … 1024");

    /// <summary>Options that do not go together.</summary>
    public static readonly ErrorKind OptionsClash = new(105, InputWrong, "options that do not go together",
        "Two options exclude each other, or one means nothing for what is asked.",
        "Leave one of them out.",
        "asem: --output and --resume exclude each other: --resume writes into the folder that it names");

    /// <summary>Nothing of this name comes with asem.</summary>
    public static readonly ErrorKind UnknownItem = new(106, InputWrong, "nothing of this name comes with asem",
        "A study, a list, a claim or a published figure is named that there is not.",
        "Take the suggested name; `asem list` shows what there is.",
        "asem: there is no list of 'paramters'; did you mean 'parameters'? (lists are parameters, …)");

    /// <summary>The study or folder is of another kind.</summary>
    public static readonly ErrorKind WrongVerb = new(107, InputWrong, "the study or folder is of another kind",
        "The verb cannot do this with such a study or such results: studies of sensitivity, studies of pathways, parts of a study and results of experiments have verbs of their own.",
        "Use the verb that the message names, or name another study or folder.",
        "asem: a study of sensitivity is run whole; its design points share nothing that parts could be merged by");

    /// <summary>The file is there already.</summary>
    public static readonly ErrorKind FileExists = new(108, InputWrong, "the file is there already",
        "A file that would be written exists, and no earlier result is overwritten.",
        "Name another file; or delete the old one if it is not needed.",
        "asem: --output design.csv: the file is there already; name a new one, or replace it with --force");

    /// <summary>The ending of a file's name says nothing.</summary>
    public static readonly ErrorKind FileEnding = new(109, InputWrong, "the ending of a file's name says nothing",
        "The ending says in which format a file is read or written, and this one stands for none that is possible here.",
        "Rename the file to one of the endings that the message names, if that is what it holds.",
        "asem: --output design.xlsx: the name ends neither in .csv nor in .parquet, which says what is written");

    /// <summary>No such folder.</summary>
    public static readonly ErrorKind NoSuchFolder = new(110, InputWrong, "no such folder",
        "A folder that is to be read, or in which a file is to be written, is not there.",
        "Look for a slip in the path; make the folder if something is to be written there.",
        "asem: quick: no such folder");

    /// <summary>No study keeps the limits.</summary>
    public static readonly ErrorKind LimitsTooSmall = new(111, Failed, "no study keeps the limits",
        "Not even the smallest number of couples can be run within the hours or the gigabytes given.",
        "Allow more, or run fewer arms, cells or readings.",
        "asem: not even … couples keep the limits; run fewer arms (pathways.arms, pathways.of), cells (sweep) or readings, or store less (store.dyads, store.trajectories)");

    // study file

    /// <summary>No such file.</summary>
    public static readonly ErrorKind NoSuchFile = new(201, InputWrong, "no such file",
        "A study, a population or a file of results is not where it was said to be.",
        "Look for a slip in the path. A path within a study is relative to the study; one behind `--set` to the current folder.",
        "smal.yaml: there is no such file; did you mean 'small.yaml'?");

    /// <summary>A file cannot be read.</summary>
    public static readonly ErrorKind UnreadableFile = new(202, InputWrong, "a file cannot be read",
        "What is named is a folder, or the system refuses to read it.",
        "Name a file, and look at its rights.",
        "studies: this is a folder; a file is needed");

    /// <summary>A file is larger than is read.</summary>
    public static readonly ErrorKind FileTooLarge = new(203, InputWrong, "a file is larger than is read",
        "The file has more bytes or more rows than are read, which guards against the wrong file.",
        "Look whether it is the right file; leave out rows or columns that are not needed.",
        "study.yaml: this is larger than 1 MiB, the most that is read");

    /// <summary>A file is not UTF-8 text.</summary>
    public static readonly ErrorKind NotText = new(204, InputWrong, "a file is not UTF-8 text",
        "The file holds bytes that are no text in UTF-8.",
        "Save it as UTF-8; in a spreadsheet, as \"CSV UTF-8\".",
        "study.yaml: the study is not UTF-8 text; save it as UTF-8");

    /// <summary>Not valid YAML.</summary>
    public static readonly ErrorKind InvalidYaml = new(205, InputWrong, "not valid YAML",
        "The text breaks the rules of YAML at the place named: often an indentation, a missing colon or an open bracket.",
        "Mend the line, or the one above it.",
        "study.yaml:2:8: this is not valid YAML: While scanning a quoted scalar, …");

    /// <summary>Nested too deeply.</summary>
    public static readonly ErrorKind TooDeep = new(206, InputWrong, "nested too deeply",
        "Maps and lists stand within each other deeper than any study needs.",
        "Look for brackets that are not closed.",
        "study.yaml:1:42: this is not valid YAML: nested more than 32 deep");

    /// <summary>A part of YAML that studies do not use.</summary>
    public static readonly ErrorKind UnsupportedYaml = new(207, InputWrong, "a part of YAML that studies do not use",
        "Anchors, aliases, tags and second documents are not read, so that a study says what it says where it says it.",
        "Write the value out where it is used.",
        "study.yaml:1:7: anchors (&luck) are not allowed; write the value out where it is used");

    /// <summary>A key stands twice.</summary>
    public static readonly ErrorKind DuplicateKey = new(208, InputWrong, "a key stands twice",
        "The same map has a key twice, and either could be meant.",
        "Delete one of the two.",
        "study.yaml:3:1: duplicate key 'seed'; it stands on line 1 already");

    /// <summary>Unknown key.</summary>
    public static readonly ErrorKind UnknownKey = new(209, InputWrong, "unknown key",
        "There is no such key at this place; nothing that a study says is ignored.",
        "Take the key that is suggested. `asem list keys` shows all; docs/studies.md explains them.",
        "study.yaml:3:1: unknown key 'dyds'; did you mean 'dyads'? Allowed are …");

    /// <summary>Something is missing in the file.</summary>
    public static readonly ErrorKind MissingKey = new(210, InputWrong, "something is missing in the file",
        "A key or a value that is needed here is not given.",
        "Add it as the message shows.",
        "study.yaml:2:5: 'from_day' is missing; give the first day on which the entry holds, 0 to 364");

    /// <summary>A value of the wrong kind.</summary>
    public static readonly ErrorKind WrongType = new(211, InputWrong, "a value of the wrong kind",
        "A number, a word, a list or a map stands where something else is needed.",
        "Write it as the message says. Numbers have a point before decimals, no separators and no quotes.",
        "study.yaml:1:8: 'dyads' is 'many'; it must be a whole number from 1 to 1099511627776 (couples)");

    /// <summary>A value out of range.</summary>
    public static readonly ErrorKind OutOfRange = new(212, InputWrong, "a value out of range",
        "A number is smaller or larger than what the key, the parameter or the factor can have.",
        "Choose a value within the range that the message names.",
        "study.yaml:1:15: 'horizon_days' is '4000'; it must be a whole number from 1 to 3660 (days)");

    /// <summary>A word that is not one of those allowed.</summary>
    public static readonly ErrorKind UnknownWord = new(213, InputWrong, "a word that is not one of those allowed",
        "The key takes one of some words, and this is none of them.",
        "Take the word that is suggested, or one of the list in the message.",
        "study.yaml:1:17: 'safe.bnd' is no pathway; did you mean 'safe.bond'? It must be safe.bond, …");

    /// <summary>The same thing is given twice.</summary>
    public static readonly ErrorKind Repeated = new(214, InputWrong, "the same thing is given twice",
        "A value, a name or a setting stands at two places where it may stand at one.",
        "Delete one of the two.",
        "study.yaml:1:28: 'safe.bond' stands in 'pathways.of' twice; each pathway may stand there once");

    /// <summary>Keys that do not go together.</summary>
    public static readonly ErrorKind KeysClash = new(215, InputWrong, "keys that do not go together",
        "Two keys exclude each other, or a key means nothing beside what else is set.",
        "Leave one of them out.",
        "study.yaml:2:5: an entry of the timeline has exactly one of the keys set, force or replace_partner; this one has set and replace_partner");

    /// <summary>A setting that cannot be read.</summary>
    public static readonly ErrorKind MalformedSetting = new(216, InputWrong, "a setting that cannot be read",
        "What stands behind `--set` is not KEY=VALUE, or names a place in a list that there is not.",
        "Write it as in `--set dyads=100`; entries of lists count from 0.",
        "--set dyads: a setting is written key=value, such as dyads=100");

    /// <summary>A name that cannot be used.</summary>
    public static readonly ErrorKind InvalidName = new(217, InputWrong, "a name that cannot be used",
        "Names become names of files and columns, so only some characters are possible.",
        "Choose a name as the message describes.",
        "study.yaml:1:7: 'name' is 'My Study'; it must be 1 to 64 of the characters a–z, 0–9 and -");

    /// <summary>More than is possible.</summary>
    public static readonly ErrorKind TooMany = new(218, InputWrong, "more than is possible",
        "A list, a sweep or a set of pathways has more entries than can be run.",
        "Use fewer, as the message says.",
        "study.yaml:1:8: the sweep has 10,000 cells; at most 4,096 are possible, so use fewer values or axes");

    /// <summary>A range that holds nothing.</summary>
    public static readonly ErrorKind Backwards = new(219, InputWrong, "a range that holds nothing",
        "The end of a range lies before its beginning, or both are the same.",
        "Exchange or change the ends.",
        "study.yaml:1:23: 'sweep.stress.level' goes from 2 to 1; 'to' must be larger");

    /// <summary>Nothing is said where something is needed.</summary>
    public static readonly ErrorKind Empty = new(220, InputWrong, "nothing is said where something is needed",
        "The study, a list, a group or a measure of one's own is there and says nothing.",
        "Fill it in as the message shows, or leave it out.",
        "study.yaml:1:1: the study is empty; write {} for a study with every default");

    /// <summary>More errors than are shown.</summary>
    public static readonly ErrorKind MoreErrors = new(221, InputWrong, "more errors than are shown",
        "So many things are wrong that only the first are listed.",
        "Mend what is shown and try again.",
        "study.yaml: and 50 more errors");

    /// <summary>The study is larger than memory holds.</summary>
    public static readonly ErrorKind StudyTooLarge = new(222, InputWrong, "the study is larger than memory holds",
        "The sums or rows that would be kept at one time are too many.",
        "Use fewer cells, readings, outcomes, groups or doses, or store less.",
        "study.yaml:1:1: the study would keep … sums, at most 100,000,000 are possible: use fewer cells (sweep), readings, outcomes, own_outcomes, own_groups or doses");

    /// <summary>The machine has less than the study needs.</summary>
    public static readonly ErrorKind DoesNotFit = new(223, InputWrong, "the machine has less than the study needs",
        "What the study takes at least, reckoned before it starts, is more than the memory of the machine or of its container, or than the free room of the disk.",
        "Follow what the message proposes; `asem plan` says what a smaller study takes.",
        "study.yaml: the study needs at least … TB of disk for its rows of couples, which are there twice while they are put together, and there is …; store fewer ('store'), or name a folder on a larger disk");

    // what a study simulates

    /// <summary>No such parameter, pathway, moderator or arm.</summary>
    public static readonly ErrorKind UnknownName = new(301, InputWrong, "no such parameter, pathway, moderator or arm",
        "The model has nothing of this name, or the study runs no such arm.",
        "Take the name that is suggested; `asem list parameters`, `pathways` and `moderators` show all.",
        "study.yaml:1:14: unknown parameter 'stress.levle'; did you mean 'stress.level'?");

    /// <summary>A moderator that is off holds the parameter.</summary>
    public static readonly ErrorKind ModeratorOff = new(302, InputWrong, "a moderator that is off holds the parameter",
        "With the moderator off the parameter has a fixed value, so setting it would mean nothing.",
        "Switch the moderator on, or do not set the parameter.",
        "study.yaml:2:14: 'fatigue.cost' cannot be set while the moderator 'fatigue' is off, which holds it at 0");

    /// <summary>A parameter that cannot be set here.</summary>
    public static readonly ErrorKind WrongPlace = new(303, InputWrong, "a parameter that cannot be set here",
        "The parameter is the same for both partners, or the same for the whole of a study, and cannot be set for one of them or on a day.",
        "Set it under `parameters`, or choose one that can be set here.",
        "study.yaml:2:25: 'population.anxiety_mean' says who the couples are and cannot change on a timeline; set it under 'parameters'");

    /// <summary>A population that cannot be.</summary>
    public static readonly ErrorKind ImpossiblePopulation = new(304, InputWrong, "a population that cannot be",
        "The spreads of the population are too large for its means, or its correlations contradict each other.",
        "Choose values that satisfy the rule in the message.",
        "study.yaml:1:67: 'population.anxiety_sd' is 1.6; with 'population.anxiety_mean' 1.6 it must be at most 0.79, or scores pile up at both ends of 1–7");

    /// <summary>Entries of the timeline contradict each other.</summary>
    public static readonly ErrorKind TimelineClash = new(305, InputWrong, "entries of the timeline contradict each other",
        "Two entries decide the same thing on the same day.",
        "Give them other days, or make one of them.",
        "study.yaml:3:5: a partner can be replaced only once in a study");

    // experiments and sensitivity

    /// <summary>An estimate that cannot be read.</summary>
    public static readonly ErrorKind MalformedEstimate = new(401, InputWrong, "an estimate that cannot be read",
        "An `estimate` or `where` breaks the rules by which they are written.",
        "Mend it where the message points; docs/propositions.md explains the language.",
        "study.yaml:4:29: ')' is missing at the end, in 'mean(anxiety@4'");

    /// <summary>An estimate names something that there is not.</summary>
    public static readonly ErrorKind UnknownQuantity = new(402, InputWrong, "an estimate names something that there is not",
        "A quantity, function, statistic or scenario in an `estimate` or `where` does not exist.",
        "Take the name that is suggested.",
        "study.yaml:4:29: there is no quantity 'anxeity'; did you mean 'anxiety'? (outcomes, and what asem replay shows), in 'mean(anxeity@4)'");

    /// <summary>A day that the study does not have.</summary>
    public static readonly ErrorKind DayOutside = new(403, InputWrong, "a day that the study does not have",
        "An `estimate`, or its rows, need a day that lies outside of the study.",
        "Name days within the study, or make it longer with `horizon_days`.",
        "study.yaml:4:29: day 9 does not exist; days are 0 … 4, in 'mean(anxiety@9)'");

    /// <summary>Scenarios that cannot be compared.</summary>
    public static readonly ErrorKind ScenariosDiffer = new(404, InputWrong, "scenarios that cannot be compared",
        "The scenarios of an experiment must have the same couples with the same luck.",
        "Give `dyads`, `seed` and `replicate` once for all of them.",
        "study.yaml:4:30: the scenarios of an experiment have the same couples with the same luck: 'dyads', 'seed' and 'replicate' must agree");

    /// <summary>A distribution that cannot be.</summary>
    public static readonly ErrorKind WrongDistribution = new(405, InputWrong, "a distribution that cannot be",
        "The numbers of a factor's distribution are too many, too few or contradict each other.",
        "`asem list distributions` shows what each needs.",
        "study.yaml:3:32: 'factors.stiffness', uniform: 1 is not below 0");

    /// <summary>A design that does not fit the study.</summary>
    public static readonly ErrorKind WrongDesign = new(406, InputWrong, "a design that does not fit the study",
        "The design of a study of sensitivity cannot be made with so many points, such factors or such a budget.",
        "Change the design or the factors as the message says; `asem list designs` shows what each needs.",
        "study.yaml:3:9: 1000 values of each of 4 factors have 1E+12 combinations; a grid is for at most 2,147,483,648: take fewer factors or levels");

    /// <summary>The study does not fit the model that computes it.</summary>
    public static readonly ErrorKind ModelMismatch = new(407, InputWrong, "the study does not fit the model that computes it",
        "The outputs, factors or settings are those of another model than the one that the study names.",
        "Give an `estimate` to every output for this model; say `model: external` where another program computes them.",
        "study.yaml:3:18: 'design.budget' counts the dyad-days of this model; another model computes this study, so give 'design.points'");

    /// <summary>Stored runs that cannot be used again.</summary>
    public static readonly ErrorKind NotExtendable = new(408, InputWrong, "stored runs that cannot be used again",
        "The folder holds no stored runs of this study of sensitivity, so it can be neither extended nor analysed anew.",
        "Name the folder of a finished run of the same study that was run with `--store-runs`.",
        "ishigami: its runs were not stored; a study that is to be extended or analysed anew is run with --store-runs");

    /// <summary>A run of a design failed, and the study was to end there.</summary>
    public static readonly ErrorKind FailedRun = new(409, Failed, "a run of a design failed, and the study was to end there",
        "With `--fail fast`, the first run that gives no result ends the study. What was run before it is committed.",
        "Look at the factors' values of the row, or go on without such rows: `asem run --resume DIR`.",
        "asem: row … of design 1: 'population.anxiety_sd' is …; with 'population.anxiety_mean' … it must be at most …, or scores pile up at both ends of 1–7");

    // populations and results

    /// <summary>A column is missing or there twice.</summary>
    public static readonly ErrorKind WrongColumns = new(501, InputWrong, "a column is missing or there twice",
        "A file of persons or results lacks a column that is needed, has two of one name, or one column is to serve twice.",
        "Rename the columns, or say under `population.columns` which is which.",
        "scores.csv: row 1: there is no column 'anxiety'; did you mean 'anxeity'? (columns are 'anxeity', 'avoidance')");

    /// <summary>A cell that cannot be used.</summary>
    public static readonly ErrorKind WrongCell = new(502, InputWrong, "a cell that cannot be used",
        "A cell is empty, is not a number, or lies out of range.",
        "Mend the cell; give the ends of the file's scale if it is another than the model's.",
        "scores.csv: row 4, column 'anxiety': 9 is outside the range; anxiety goes from 1 to 7");

    /// <summary>A row that cannot be used.</summary>
    public static readonly ErrorKind WrongRow = new(503, InputWrong, "a row that cannot be used",
        "A row breaks the rules of CSV, has other fields than the header, or gives a second result.",
        "Mend the row; save the file anew as CSV with commas.",
        "scores.csv: row 4: has 1 fields; the header has 2");

    /// <summary>A Parquet file that cannot be read.</summary>
    public static readonly ErrorKind UnreadableParquet = new(504, InputWrong, "a Parquet file that cannot be read",
        "The file is damaged, encrypted, or of a kind that is not read.",
        "Write it anew, or save it as CSV.",
        "scores.parquet: the file does not begin as a Parquet file does; files with the ending .parquet are read as Parquet");

    /// <summary>Too few persons, couples or results.</summary>
    public static readonly ErrorKind TooFewRows = new(505, InputWrong, "too few persons, couples or results",
        "The file has fewer rows than are needed, or too few for so many `dyads`.",
        "Use a larger file, or smaller `dyads`.",
        "scores.csv: the file has 1 row below the header; it needs at least 4 persons");

    /// <summary>Not the file that the study names.</summary>
    public static readonly ErrorKind OtherPopulation = new(506, InputWrong, "not the file that the study names",
        "The study gives the SHA-256 of its file of persons, and this one has another.",
        "Use the right file; or change or delete `population.sha256` if the new one is meant.",
        "study.yaml:2:20: 'scores.csv' is not the file that the study names: its SHA-256 is …, not …");

    // folders and tables

    /// <summary>The folder holds something else.</summary>
    public static readonly ErrorKind FolderTaken = new(601, InputWrong, "the folder holds something else",
        "Results are written into a new or empty folder, so that no earlier result is lost.",
        "Name a new folder.",
        "asem: --output out: the folder is not empty; name a new one, so that no earlier result is lost");

    /// <summary>Another process is running in the folder.</summary>
    public static readonly ErrorKind FolderInUse = new(602, Failed, "another process is running in the folder",
        "Two processes in one folder would spoil each other's results.",
        "Wait for the end of the other, or name another folder.",
        "asem: Another process is running in folder 'out'; wait for its end, or give another folder.");

    /// <summary>No finished run in the folder.</summary>
    public static readonly ErrorKind NoRun = new(603, InputWrong, "no finished run in the folder",
        "The folder has no manifest, which is written last: the run is not finished, or the folder is another.",
        "Name the folder of a finished run; `asem run --resume DIR` finishes one that is not.",
        "asem: quick: there is no manifest.json; a folder without one is not a finished run of asem");

    /// <summary>A manifest that cannot be trusted.</summary>
    public static readonly ErrorKind DamagedManifest = new(604, Failed, "a manifest that cannot be trusted",
        "The manifest is no manifest, or was changed after the run.",
        "Take a copy that is intact, or run the study again.",
        "'quick/manifest.json' was changed after the run: its checksum does not fit its text.");

    /// <summary>Written by a version with another format.</summary>
    public static readonly ErrorKind OtherFormat = new(605, Failed, "written by a version with another format",
        "The tables or the manifest are in a format that this version does not read.",
        "Read them with the version that wrote them, or a later one.",
        "'quick/manifest.json' has table_schema_version 99, and this asem reads version …");

    /// <summary>A damaged table.</summary>
    public static readonly ErrorKind DamagedTable = new(606, Failed, "a damaged table",
        "The bytes of a table are not those that were written, or not of a Parquet file.",
        "Take a copy that is intact, or run the study again; then look at the disk.",
        "Cannot read table 'quick/dyads.parquet': its bytes do not fit its seal, so it was damaged after it was written.");

    /// <summary>A table that asem did not write.</summary>
    public static readonly ErrorKind ForeignTable = new(607, Failed, "a table that asem did not write",
        "The file is Parquet, and has none of the marks that asem writes.",
        "Put the file elsewhere; use the table that the run wrote.",
        "Cannot read table 'quick/dyads.parquet': it has no seal 'asem.seal' in its metadata, so asem did not write it.");

    /// <summary>A file of the run is missing.</summary>
    public static readonly ErrorKind MissingFile = new(608, Failed, "a file of the run is missing",
        "The manifest lists a table whose file is not there.",
        "Put the file back, or run the study again.",
        "'quick/dyads.parquet' is missing.");

    /// <summary>A file that is not of the run.</summary>
    public static readonly ErrorKind StrayFile = new(609, Failed, "a file that is not of the run",
        "The folder of a run holds its tables, its manifest and nothing else.",
        "Move the file elsewhere.",
        "'quick/notes.txt' is not in the manifest.");

    /// <summary>Contents other than the manifest says.</summary>
    public static readonly ErrorKind ContentDiffers = new(610, Failed, "contents other than the manifest says",
        "A table is readable, and its rows, its size or its digest are not what the manifest says.",
        "Take a copy that is intact, or run the study again.",
        "'quick/…' has another study in its metadata than the manifest.");

    /// <summary>Tables of another version.</summary>
    public static readonly ErrorKind OtherColumns = new(611, Failed, "tables of another version",
        "A table has other columns, or speaks of other pathways, than this version knows.",
        "Use the version that wrote it, or name a new folder.",
        "ishigami: its runs have other columns");

    // resuming, parts and replays

    /// <summary>The folder has another run.</summary>
    public static readonly ErrorKind OtherRun = new(701, InputWrong, "the folder has another run",
        "A run is gone on with as it was begun; the study, its part or the precision is now another.",
        "Give the study as it was, or begin anew in a new folder.",
        "asem: --resume quick: it has another run: its 'seed' is 2 instead of 1");

    /// <summary>Run by another version.</summary>
    public static readonly ErrorKind OtherVersion = new(702, InputWrong, "run by another version",
        "Results of two versions of the program or the model are not the same, so they are not mixed.",
        "Use the version that began it, or run it anew.",
        "asem replay: quick: it was run by version 0.0.1, and this is version …; replay it with the version that ran it");

    /// <summary>The folder is of another study.</summary>
    public static readonly ErrorKind OtherStudy = new(703, InputWrong, "the folder is of another study",
        "What is in the folder was made of another study, or its study can no longer be read as it was.",
        "Name another folder, or the study that it was made of.",
        "large: it was made for 2 parts, not 3; name another folder");

    /// <summary>Not a part of a study.</summary>
    public static readonly ErrorKind NotAPart = new(704, InputWrong, "not a part of a study",
        "A folder that is to be merged or looked at is no part of a study, or no folder of a study in parts.",
        "Name the folders that `asem run --shard` or `asem cluster` wrote.",
        "asem merge: 'quick' is a whole run and no part of one; parts are written by asem run with --shard");

    /// <summary>Parts of different studies.</summary>
    public static readonly ErrorKind ForeignPart = new(705, InputWrong, "parts of different studies",
        "A part does not belong to the study of the first.",
        "Leave it out, or run it again with the same study.",
        "asem merge: 'part-2' is foreign to 'part-1': its 'seed' is 7 instead of 1");

    /// <summary>The same part twice.</summary>
    public static readonly ErrorKind OverlappingParts = new(706, InputWrong, "the same part twice",
        "Two of the folders hold the same couples.",
        "Name each part once; a part that was run twice is left out once.",
        "asem merge: 'part-1' and 'part-1' overlap: both are part 1/2");

    /// <summary>A part is missing.</summary>
    public static readonly ErrorKind MissingPart = new(707, InputWrong, "a part is missing",
        "Not all parts of the study are named.",
        "Run or name the parts that the message lists.",
        "asem merge: a part is missing: 2/2");

    /// <summary>No such couple, design point or day in the run.</summary>
    public static readonly ErrorKind OutsideRun = new(708, InputWrong, "no such couple, design point or day in the run",
        "A replay asks for something that the run does not hold.",
        "Choose within what the message names.",
        "asem replay: --dyad 8: the study has the couples 0 to 7");

    /// <summary>Simulating again gives something else.</summary>
    public static readonly ErrorKind ReplayDiffers = new(709, Failed, "simulating again gives something else",
        "A couple simulated again does not equal the row stored of it: the row, the memory or the processor was wrong at one of the two times.",
        "Run `asem selftest` on both machines, then the study again.",
        "'wrong/dyads.parquet' has a row of focal of couple 0 at design point 0, day 2, which its study does not store.");

    // machine

    /// <summary>The disk is full.</summary>
    public static readonly ErrorKind DiskFull = new(801, Failed, "the disk is full",
        "There is no room for what is to be written. What was committed before stays.",
        "Make room, then go on with `asem run --resume DIR`.",
        "asem: No space left on device …");

    /// <summary>The system refuses to read or write.</summary>
    public static readonly ErrorKind AccessRefused = new(802, Failed, "the system refuses to read or write",
        "A file or folder cannot be opened, read, written, renamed or deleted; the message of the system follows.",
        "Look at the rights and at the disk, then go on with `asem run --resume DIR`.",
        "asem: Could not find a part of the path 'nowhere/design.csv.part'");

    /// <summary>Not enough memory.</summary>
    public static readonly ErrorKind OutOfMemory = new(803, Failed, "not enough memory",
        "The system has no more memory for this process.",
        "Use fewer `--threads`, cells, readings or stored rows; end other programs.",
        "asem: Insufficient memory to continue the execution of the program");

    /// <summary>Another program failed.</summary>
    public static readonly ErrorKind CommandFailed = new(804, Failed, "another program failed",
        "A script or program that asem started could not be run or ended with an error.",
        "Look at what it says, which stands in the message; run it by hand.",
        "asem: large/submit.sh ended with exit code …");

    /// <summary>An error of asem itself.</summary>
    public static readonly ErrorKind Bug = new(805, Failed, "an error of asem itself",
        "Something happened that its authors did not think of; where it did stands in the lines below the sentence.",
        "Report it with the command, the study and these lines.",
        "asem: this is a bug of asem: there is no operation sqrt; please report it with the command, the study and the lines below");

    private ErrorKind(int number, int exitCode, string title, string meaning, string remedy, string example)
    {
        (Code, Area, ExitCode, Title, Meaning, Remedy, Example) = (FormattableString.Invariant($"ASEM{number}"), areas[number / 100 - 1], exitCode, title, meaning, remedy, example);
        declared.Add(this);
    }

    /// <summary>All kinds, by their codes.</summary>
    public static IReadOnlyList<ErrorKind> All => declared;

    /// <summary>The code, such as ASEM209: its hundred is the area.</summary>
    public string Code { get; }

    /// <summary>What such errors are about.</summary>
    public string Area { get; }

    /// <summary>Exit code of a command that ends by the error: 2 where the input is wrong, else 1.</summary>
    public int ExitCode { get; }

    /// <summary>What is wrong, in a few words.</summary>
    public string Title { get; }

    /// <summary>What it means, in one or two sentences.</summary>
    public string Meaning { get; }

    /// <summary>What to do, in one or two sentences.</summary>
    public string Remedy { get; }

    /// <summary>A sentence as users meet it, without its code.</summary>
    public string Example { get; }

    /// <summary>The kind of a failure: its own, or what it means to the user that the system refused something.</summary>
    /// <param name="failure">The failure.</param>
    public static ErrorKind Of(Exception failure) => failure switch
    {
        CodedException coded => coded.Kind,
        Studies.StudyException study => study.Errors[0].Kind,
        OutOfMemoryException => OutOfMemory,
        IOException full when IsDiskFull(full.HResult) => DiskFull,
        IOException or UnauthorizedAccessException => AccessRefused,
        { InnerException: { } cause } => Of(cause),
        _ => Bug,
    };

    /// <summary>A sentence with the code behind it.</summary>
    /// <param name="sentence">What is wrong.</param>
    public string Say(string sentence) => $"{sentence} [{Code}]";

    /// <inheritdoc/>
    public override string ToString() => $"{Code}: {Title}";

    // ENOSPC and EDQUOT of Linux, EDQUOT of macOS, ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL of Windows
    private static bool IsDiskFull(int result) => result is 28 or 122 or 69 or unchecked((int)0x80070027) or unchecked((int)0x80070070);
}
