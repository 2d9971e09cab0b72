namespace SmartInventory.Dashboard.Web.Identity;

/// <summary>How people sign in. Section <c>Identity</c>.</summary>
public sealed class SignInOptions
{
    public const string Section = "Identity";

    /// <summary>Where browsers reach the gateway; null where it is where this program reaches it.</summary>
    public Uri? PublicGateway { get; set; }

    /// <summary>
    /// The secret that the gateway knows the dashboard by. What seals the cookies comes from it, too.
    /// </summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>An address of the gateway as browsers have it.</summary>
    public Uri Public(string address)
    {
        var inside = new Uri(GatewayAddress, address);
        return PublicGateway is null ? inside : new Uri(PublicGateway, inside.PathAndQuery);
    }

    /// <summary>The gateway by the name that service discovery knows.</summary>
    public static readonly Uri GatewayAddress = new("http://gateway");
}
