using System.Globalization;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Localization;

namespace SmartInventory.Contracts.Tests;

/// <summary>Reasons of the program are said in the reader's language; what a person wrote stays as it is.</summary>
public sealed class MovementReasonTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("Damaged", "Dañado")]
    [InlineData("Damaged: by the forklift", "Dañado: by the forklift")]
    [InlineData("Taken back", "Deshecho")]
    [InlineData("Taken back: Lost: found again", "Deshecho: Perdido: found again")]
    [InlineData("Taken back: by mistake", "Deshecho: by mistake")]
    [InlineData("count sheet 12: Aisle 3: left", "hoja de recuento 12: Aisle 3: left")]
    [InlineData("Damaged goods", "Damaged goods")]
    [InlineData("moved: Lost", "moved: Lost")]
    public void Said_in_Spanish(string? kept, string? said)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = Languages.Find("es")!;
        try
        {
            Assert.Equal(said, MovementReason.Say(kept));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public void What_is_kept_says_the_same_in_English()
    {
        Assert.All(
            (string[])
                [
                    MovementReason.TakenBack(null),
                    MovementReason.TakenBack("Damaged: wet"),
                    MovementReason.Counted(7, "Front"),
                    .. MovementReason.OfCorrections.Select(reason => reason.Kept),
                ],
            kept => Assert.Equal(kept, MovementReason.Say(kept))
        );
        Assert.Equal("Taken back: count sheet 7: Front", MovementReason.TakenBack(MovementReason.Counted(7, "Front")));
    }
}
