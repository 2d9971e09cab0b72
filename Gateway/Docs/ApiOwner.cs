using System.Text.Json.Nodes;

namespace SmartInventory.Gateway.Docs;

/// <summary>
/// Whom readers of the API's document ask, and what they may do with the API: the installation's own words, from the
/// configuration's section <c>Api</c>.
/// </summary>
internal sealed record ApiOwner
{
    /// <summary>Who answers questions.</summary>
    public string ContactName { get; init; } = "The administrators of this installation";

    public string? ContactEmail { get; init; }
    public string? ContactUrl { get; init; }

    /// <summary>The licence's name. Without one, nothing is granted.</summary>
    public string LicenceName { get; init; } = "All rights reserved";

    public string? LicenceUrl { get; init; }

    public JsonObject Contact()
    {
        var contact = new JsonObject { ["name"] = ContactName };
        Add(contact, "email", ContactEmail);
        Add(contact, "url", ContactUrl);
        return contact;
    }

    public JsonObject Licence()
    {
        var licence = new JsonObject { ["name"] = LicenceName };
        Add(licence, "url", LicenceUrl);
        return licence;
    }

    private static void Add(JsonObject to, string name, string? value)
    {
        if (value is not null)
            to[name] = value;
    }
}
