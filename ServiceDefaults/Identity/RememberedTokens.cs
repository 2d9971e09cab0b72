using Microsoft.Extensions.Caching.Memory;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SmartInventory.ServiceDefaults.Identity;

/// <summary>
/// A signature is checked once a minute and token, and not once a request: that takes a tenth of a millisecond, a look
/// into memory some microseconds. A token whose time is over is not remembered longer than that.
/// </summary>
internal sealed class RememberedTokens(IMemoryCache cache, TimeProvider time) : JsonWebTokenHandler
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public override async Task<TokenValidationResult> ValidateTokenAsync(
        string token,
        TokenValidationParameters validationParameters
    )
    {
        if (cache.TryGetValue((nameof(RememberedTokens), token), out TokenValidationResult? known))
            return known!;
        var result = await base.ValidateTokenAsync(token, validationParameters);
        if (result.IsValid)
        {
            var left = result.SecurityToken.ValidTo - time.GetUtcNow().UtcDateTime;
            if (left > TimeSpan.Zero)
                cache.Set((nameof(RememberedTokens), token), result, left < Longest ? left : Longest);
        }

        return result;
    }
}
