using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts.Identity;

namespace SmartInventory.Cli.Identity;

/// <summary><c>inv login</c>, <c>inv logout</c> and <c>inv whoami</c>.</summary>
internal static class LoginCommands
{
    private static View<Me> Person =>
        new View<Me>()
            .With("name", T("Name"), me => me.Name)
            .With("role", T("Role"), me => me.Role)
            .Also("id", T("Id"), me => me.Id);

    public static Command Login(Inv inv) =>
        inv.Verb(
            "login",
            T("Signs in at the gateway: shows an address and a code, to confirm in a browser on any device."),
            ["inv login", "inv login --gateway https://inventory.example"],
            [],
            LoginAsync
        );

    public static Command Logout(Inv inv) =>
        inv.Verb("logout", T("Ends the sign-in at the gateway."), ["inv logout"], [], LogoutAsync);

    public static Command WhoAmI(Inv inv) =>
        inv.Verb(
            "whoami",
            T("Shows who is signed in, and with which role."),
            ["inv whoami"],
            [],
            async (run, ct) => run.Show(Person, await run.Gateway.Identity.WhoAmI(ct))
        );

    private static async Task<int> LoginAsync(Invocation run, CancellationToken ct)
    {
        var provider = run.Gateway.Provider;
        var device = await provider.BeginAsync(ct);
        run.Say(T($"Open {device.FullAddress ?? device.Address} and confirm the code {device.UserCode}."));
        Open(run.Shell, device.FullAddress ?? device.Address);

        var (pause, end) = (
            TimeSpan.FromSeconds(device.Interval),
            run.Shell.Time.GetUtcNow().AddSeconds(device.ExpiresIn)
        );
        while (run.Shell.Time.GetUtcNow() < end)
        {
            await Task.Delay(pause, run.Shell.Time, ct);
            var answer = await provider.AskAsync(device, ct);
            if (answer.AccessToken is not null)
            {
                var signIns = SignIns.Of(run.Shell);
                using (await signIns.LockAsync(ct))
                    signIns.Save(run.Gateway.Address, answer.ToSignIn(run.Shell.Time.GetUtcNow()));
                AnswerCache.OfNames(run.Shell).Clear();
                var me = await run.Gateway.Identity.WhoAmI(ct);
                run.Say(T($"Signed in as {me.Name}, {Inputs.WordOf(me.Role)}."));
                return ExitCode.Ok;
            }

            switch (answer.Error)
            {
                case "authorization_pending":
                    break;
                case "slow_down":
                    pause += TimeSpan.FromSeconds(5);
                    break;
                case "access_denied":
                    throw new Failure(T("The sign-in was denied."), ExitCode.NotSignedIn);
                case "expired_token":
                    throw TooLate();
                default:
                    throw new Failure(
                        T($"The sign-in failed: {answer.Description ?? answer.Error}"),
                        ExitCode.NotSignedIn
                    );
            }
        }

        throw TooLate();
    }

    private static Failure TooLate() =>
        new(T("Nobody confirmed the code in time. 'inv login' makes a new one."), ExitCode.NotSignedIn);

    private static async Task<int> LogoutAsync(Invocation run, CancellationToken ct)
    {
        var signIns = SignIns.Of(run.Shell);
        using var alone = await signIns.LockAsync(ct);
        var kept = signIns.Find(run.Gateway.Address);
        // First here: a gateway that is away keeps nobody signed in.
        signIns.Remove(run.Gateway.Address);
        AnswerCache.OfNames(run.Shell).Clear();
        if (kept?.RefreshToken is { } token)
            await run.Gateway.Provider.RevokeAsync(token, ct);
        run.Say(kept is null ? T("Nobody was signed in.") : T("Signed out."));
        return ExitCode.Ok;
    }

    // Where there is a screen; the address is printed in any case.
    private static void Open(Shell shell, string address)
    {
        if (!shell.ErrorIsTerminal)
            return;
        var screen =
            OperatingSystem.IsWindows()
            || OperatingSystem.IsMacOS()
            || shell.Variable("DISPLAY") is not null
            || shell.Variable("WAYLAND_DISPLAY") is not null;
        if (!screen)
            return;
        try
        {
            using var browser = Process.Start(new ProcessStartInfo(address) { UseShellExecute = true });
        }
        catch (Win32Exception)
        {
            // No browser is set up: whoever reads the address opens it elsewhere.
        }
    }
}
