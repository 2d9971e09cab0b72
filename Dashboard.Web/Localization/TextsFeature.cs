using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.WebEncoders;

namespace SmartInventory.Dashboard.Web.Localization;

internal static class TextsFeature
{
    public static void AddTexts(this WebApplicationBuilder builder)
    {
        // Letters of every language stand in a page as they are; what means something in HTML is encoded still.
        builder.Services.Configure<WebEncoderOptions>(encoders =>
            encoders.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All)
        );
        builder.Services.Configure<MvcOptions>(mvc =>
        {
            // They stand beside their field.
            var says = mvc.ModelBindingMessageProvider;
            says.SetAttemptedValueIsInvalidAccessor((value, _) => T($"'{value}' is not valid here."));
            says.SetNonPropertyAttemptedValueIsInvalidAccessor(value => T($"'{value}' is not valid here."));
            says.SetValueIsInvalidAccessor(value => T($"'{value}' is not valid here."));
            says.SetUnknownValueIsInvalidAccessor(_ => T("What is here is not valid."));
            says.SetNonPropertyUnknownValueIsInvalidAccessor(() => T("What is here is not valid."));
            says.SetValueMustBeANumberAccessor(_ => T("What is here is no number."));
            says.SetNonPropertyValueMustBeANumberAccessor(() => T("What is here is no number."));
            says.SetValueMustNotBeNullAccessor(_ => T("Something has to be here."));
            says.SetMissingKeyOrValueAccessor(() => T("Something has to be here."));
            says.SetMissingBindRequiredValueAccessor(_ => T("Something has to be here."));
        });
    }
}
