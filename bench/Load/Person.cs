using System.Net;
using System.Text.Json;
using SmartInventory.Testing;

namespace SmartInventory.Load;

/// <summary>Somebody who signs in to the dashboard as people do.</summary>
public static class Person
{
    private const string Name = "viewer";

    /// <returns>What the person's browser sends with each request.</returns>
    /// <exception cref="LoadException">The system is no development run, or does not let the person in.</exception>
    public static async Task<string> SignInAsync(Uri dashboard, string data, CancellationToken ct)
    {
        var secrets = JsonSerializer.Deserialize<Dictionary<string, string>>(
            await File.ReadAllTextAsync(Path.Combine(data, "passwords.json"), ct)
        )!;
        if (!secrets.TryGetValue("secret/development-password", out var password))
            throw new LoadException(
                "The dashboard is measured with an account of a development run, which this is not."
            );

        var cookies = new CookieContainer();
        using var browser = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies });
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var asked = await browser.GetAsync(dashboard, ct);
        using var shown = await Html.SubmitAsync(browser, asked, "", ("Name", Name), ("Password", password));
        return shown.RequestMessage!.RequestUri!.Authority == dashboard.Authority && shown.IsSuccessStatusCode
            ? cookies.GetCookieHeader(dashboard)
            : throw new LoadException(
                $"{Name} cannot sign in: {shown.RequestMessage.RequestUri} answered {shown.StatusCode}."
            );
    }
}
