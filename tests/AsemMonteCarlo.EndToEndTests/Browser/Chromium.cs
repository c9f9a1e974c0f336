using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AsemMonteCarlo.EndToEndTests.Browser;

/// <summary>A Chromium without a window, spoken to by its DevTools protocol, with one page that has no network.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly TimeSpan patience = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly string profile;
    private readonly ClientWebSocket socket = new();
    private readonly CancellationTokenSource timeout = new(patience);
    private string? session;
    private int last;

    private Chromium(Process process, string profile) => (this.process, this.profile) = (process, profile);

    /// <summary>The program, or null where there is none.</summary>
    public static string? Program { get; } = (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                                              from name in new[] { "chromium", "chromium-browser", "google-chrome" }
                                              let path = Path.Combine(folder, name)
                                              where File.Exists(path)
                                              select path).FirstOrDefault();

    /// <summary>Everything that the browser reported of itself.</summary>
    public List<JsonNode> Events { get; } = [];

    /// <summary>Starts it.</summary>
    public static async Task<Chromium> StartAsync(string program)
    {
        string profile = Directory.CreateTempSubdirectory("asem-browser-").FullName;
        string[] arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-port=0", "--user-data-dir=" + profile, "about:blank"];
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        var browser = new Chromium(Process.Start(start)!, profile);
        try
        {
            await browser.ConnectAsync();
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a file and waits until it is loaded.</summary>
    public async Task OpenAsync(string file)
    {
        int before = Events.Count;
        await SendAsync("Page.navigate", new JsonObject { ["url"] = new Uri(file).AbsoluteUri });
        while (!Events.Skip(before).Any(e => Method(e) == "Page.loadEventFired")) await ReceiveAsync();
    }

    /// <summary>The value of an expression in the page.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression)
    {
        var answer = await SendAsync("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true });
        Assert.True(answer["exceptionDetails"] is null, answer.ToJsonString());
        return answer["result"]!["value"];
    }

    /// <summary>A command of the protocol.</summary>
    public async Task<JsonNode> SendAsync(string method, JsonObject? parameters = null)
    {
        var message = new JsonObject { ["id"] = ++last, ["method"] = method, ["params"] = parameters ?? [] };
        if (session is not null) message["sessionId"] = session;
        await socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, true, timeout.Token);
        while (true)
        {
            var received = await ReceiveAsync();
            if (received["id"]?.GetValue<int>() != last) continue;
            Assert.True(received["error"] is null, received.ToJsonString());
            return received["result"]!;
        }
    }

    /// <summary>Name of an event.</summary>
    public static string Method(JsonNode received) => received["method"]?.GetValue<string>() ?? "";

    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        timeout.Dispose();
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        // its last children may still be closing files
        for (int attempt = 0; attempt < 20 && Directory.Exists(profile); attempt++)
        {
            try
            {
                Directory.Delete(profile, recursive: true);
            }
            catch (IOException)
            {
                await Task.Delay(100);
            }
        }
    }

    private async Task ConnectAsync()
    {
        string? address = null;
        while (address is null)
        {
            string line = await process.StandardError.ReadLineAsync(timeout.Token) ?? throw new InvalidOperationException("The browser ended.");
            if (Regex.Match(line, "ws://[^ ]+") is { Success: true } found) address = found.Value;
        }
        // pipes that nobody reads would stop it
        _ = process.StandardError.ReadToEndAsync(timeout.Token);
        _ = process.StandardOutput.ReadToEndAsync(timeout.Token);
        await socket.ConnectAsync(new Uri(address), timeout.Token);
        var target = await SendAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank" });
        var attached = await SendAsync("Target.attachToTarget", new JsonObject { ["targetId"] = target["targetId"]!.GetValue<string>(), ["flatten"] = true });
        session = attached["sessionId"]!.GetValue<string>();
        foreach (string domain in new[] { "Page", "Network", "Log", "Runtime" }) await SendAsync(domain + ".enable");
        await SendAsync("Network.emulateNetworkConditions", new JsonObject { ["offline"] = true, ["latency"] = 0, ["downloadThroughput"] = -1, ["uploadThroughput"] = -1 });
    }

    private async Task<JsonNode> ReceiveAsync()
    {
        var buffer = new byte[1 << 16];
        using var text = new MemoryStream();
        WebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer, timeout.Token);
            text.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        var received = JsonNode.Parse(text.ToArray())!;
        if (received["method"] is not null) Events.Add(received);
        return received;
    }
}
