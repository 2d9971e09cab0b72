using System.Text.Json.Nodes;
using SmartInventory.Gateway.Identity;

namespace SmartInventory.Gateway.Docs;

/// <summary>Several OpenAPI documents become one. Pure.</summary>
internal static class OpenApiMerge
{
    private const string PublicPrefix = "/api/v1/";
    private const string OAuth = "oauth2";

    /// <param name="documents">Each part's document. They are not changed.</param>
    /// <param name="missing">Parts whose document could not be had: the description names them.</param>
    /// <param name="about">Whose API it is.</param>
    /// <param name="tokenUrl">Where programs get their access tokens.</param>
    /// <returns>An OpenAPI 3.1 document with every public path.</returns>
    public static JsonObject Merge(
        IReadOnlyList<(string Part, JsonObject Document)> documents,
        IReadOnlyList<string> missing,
        ApiOwner about,
        string tokenUrl
    )
    {
        var paths = new JsonObject();
        var components = new JsonObject();
        var tags = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var (part, original) in documents)
        {
            var document = (JsonObject)original.DeepClone();
            RenameConflicts(part, document, components);
            foreach (var (path, item) in Members(document["paths"]))
            {
                if (path.StartsWith(PublicPrefix, StringComparison.Ordinal))
                    paths[path] = item?.DeepClone();
            }

            foreach (var (kind, section) in Members(document["components"]))
            {
                if (components[kind] is not JsonObject into)
                    components[kind] = into = [];
                foreach (var (name, component) in Members(section))
                    into[name] = component?.DeepClone();
            }

            foreach (var tag in document["tags"] as JsonArray ?? [])
            {
                // Several parts may have operations under one tag; one of them says what it is about.
                if (
                    tag?["name"]?.GetValue<string>() is { } name
                    && (tag["description"] is not null || !tags.ContainsKey(name))
                )
                    tags[name] = tag;
            }
        }
        OfferOAuth(paths, components, tokenUrl);

        return new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = new JsonObject
            {
                ["title"] = "SmartInventory API",
                ["version"] = "v1",
                ["description"] = Description(missing),
                ["contact"] = about.Contact(),
                ["license"] = about.Licence(),
            },
            // Relative to where the document was read: right behind any host name and port.
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["paths"] = paths,
            ["components"] = components,
            ["tags"] = new JsonArray([.. tags.Values.Select(tag => tag.DeepClone())]),
        };
    }

    private static string Description(IReadOnlyList<string> missing)
    {
        const string about =
            "Catalogue, sales, forecasts and replenishment. Errors are problem details (RFC 9457). "
            + "Lists are paged with `limit` and `after`; changes need `If-Match`; "
            + "a POST may carry an `Idempotency-Key`.";
        return missing.Count == 0
            ? about
            : $"{about}\n\n**Incomplete:** {string.Join(", ", missing)} did not answer, "
                + "so that part of the API is not described here.";
    }

    /// <summary>What takes a bearer's token takes one that the program gets by itself, too.</summary>
    private static void OfferOAuth(JsonObject paths, JsonObject components, string tokenUrl)
    {
        if (components["securitySchemes"] is not JsonObject schemes)
            components["securitySchemes"] = schemes = [];
        schemes[OAuth] = new JsonObject
        {
            ["type"] = "oauth2",
            ["description"] = "For programs: id and secret of a token that an admin made (`POST /api/v1/tokens`).",
            ["flows"] = new JsonObject
            {
                ["clientCredentials"] = new JsonObject
                {
                    ["tokenUrl"] = tokenUrl,
                    ["scopes"] = new JsonObject
                    {
                        [IdentityFeature.Scope] = "Everything that the token's role may do.",
                    },
                },
            },
        };
        var operations = paths
            .SelectMany(path => Members(path.Value))
            .Select(operation => operation.Value)
            .OfType<JsonObject>();
        foreach (var operation in operations)
        {
            if (operation["security"] is JsonArray { Count: > 0 } ways)
                ways.Add(new JsonObject { [OAuth] = new JsonArray(IdentityFeature.Scope) });
        }
    }

    // Two services may mean different things by one schema name. The later one is then known by "sales.Name".
    private static void RenameConflicts(string part, JsonObject document, JsonObject taken)
    {
        var renames = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (kind, section) in Members(document["components"]).ToList())
        {
            if (section is not JsonObject own || taken[kind] is not JsonObject theirs)
                continue;
            foreach (var (name, component) in own.ToList())
            {
                if (!theirs.ContainsKey(name) || JsonNode.DeepEquals(component, theirs[name]))
                    continue;
                own.Remove(name);
                own[$"{part}.{name}"] = component;
                renames[$"#/components/{kind}/{name}"] = $"#/components/{kind}/{part}.{name}";
            }
        }

        if (renames.Count > 0)
            RewriteReferences(document, renames);
    }

    private static void RewriteReferences(JsonNode? node, Dictionary<string, string> renames)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
                RewriteReferences(item, renames);
        }
        else if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToList())
            {
                if (
                    name == "$ref"
                    && value is JsonValue text
                    && text.TryGetValue<string>(out var target)
                    && renames.TryGetValue(target, out var renamed)
                )
                    members[name] = renamed;
                else
                    RewriteReferences(value, renames);
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Members(JsonNode? node) => node as JsonObject ?? [];
}
