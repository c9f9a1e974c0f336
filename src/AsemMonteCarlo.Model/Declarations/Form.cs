namespace AsemMonteCarlo.Model;

/// <summary>
/// A question that the theory leaves open to the modeller, such as how evidence revises a belief, with the functional forms that
/// answer it. The first is the default. A form is chosen for a whole study: by both partners, in every arm and on every day.
/// </summary>
public sealed class FormTopic
{
    // of all topics: each has a bit in the number that says which are chosen
    private static int alternatives;

    private readonly List<Form> forms = [];

    /// <summary>Declares a topic with its default.</summary>
    /// <param name="id">Key in studies.</param>
    /// <param name="help">The question in one sentence.</param>
    /// <param name="default">Name of the default.</param>
    /// <param name="equation">The default in one sentence.</param>
    /// <param name="source">Passage of the theory or source of the default, or <c>assumed</c>.</param>
    public FormTopic(string id, string help, string @default, string equation, string source)
    {
        Id = id;
        Help = help;
        forms.Add(new Form(this, @default, equation, source, 0));
    }

    /// <summary>Key in studies.</summary>
    public string Id { get; }

    /// <summary>The question in one sentence.</summary>
    public string Help { get; }

    /// <summary>The forms, the default first.</summary>
    public IReadOnlyList<Form> Forms => forms;

    /// <summary>The form that holds unless a study chooses another.</summary>
    public Form Default => forms[0];

    /// <summary>Bits of all alternatives.</summary>
    internal int Bits => forms.Aggregate(0, (bits, form) => bits | form.Bit);

    /// <summary>Declares another form than the default.</summary>
    /// <param name="name">Name in studies.</param>
    /// <param name="equation">The form in one sentence.</param>
    /// <param name="source">Passage of the theory or source, or <c>assumed</c>.</param>
    public Form Alternative(string name, string equation, string source)
    {
        var form = new Form(this, name, equation, source, 1 << Interlocked.Increment(ref alternatives) - 1);
        forms.Add(form);
        return form;
    }

    /// <inheritdoc/>
    public override string ToString() => Id;
}

/// <summary>One of the functional forms of a topic.</summary>
public sealed class Form
{
    internal Form(FormTopic topic, string name, string equation, string source, int bit)
    {
        Topic = topic;
        Name = name;
        Equation = equation;
        Source = source;
        Bit = bit;
    }

    /// <summary>The topic.</summary>
    public FormTopic Topic { get; }

    /// <summary>Name in studies.</summary>
    public string Name { get; }

    /// <summary>The form in one sentence; its symbols are those of the model's document.</summary>
    public string Equation { get; }

    /// <summary>Passage of the theory or source, or <c>assumed</c>.</summary>
    public string Source { get; }

    /// <summary>Whether it holds unless a study chooses another.</summary>
    public bool IsDefault => Bit == 0;

    /// <summary>The bit that is set where the form is chosen; 0 for a default. Means nothing outside this process.</summary>
    internal int Bit { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Topic.Id} {Name}";
}

/// <summary>A form other than the default as it stands beside its equation: its bit alone, a number that the compiler puts into the kernel's code.</summary>
public readonly struct Alternative
{
    private Alternative(int bit) => Bit = bit;

    /// <summary>The bit that is set where the form is chosen.</summary>
    internal int Bit { get; }

    /// <summary>The form as equations name it.</summary>
    public static implicit operator Alternative(Form form) => new(form.Bit);
}

/// <summary>
/// Which forms a kernel follows. A kernel is compiled once for each implementation: for the defaults as if there were no other forms,
/// and for any choice with a branch at each.
/// </summary>
/// <remarks>
/// Equations ask <c>typeof(TForms) == typeof(ChosenForms)</c> before they ask the values: the compiler settles that before it inlines. A
/// member of the interface it would inline first, with both branches, and run out of its budget for the rest of the kernel.
/// </remarks>
public interface IForms;

/// <summary>Every topic in its default form.</summary>
public readonly struct DefaultForms : IForms;

/// <summary>Every topic in the form that the values hold.</summary>
public readonly struct ChosenForms : IForms;
