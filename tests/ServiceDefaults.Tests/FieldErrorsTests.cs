using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.ServiceDefaults.Tests;

public sealed class FieldErrorsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private enum Size
    {
        Small,
        ExtraLarge,
    }

    private static string[] ReasonsOf(Action<FieldErrors> check)
    {
        var errors = new FieldErrors();
        check(errors);
        return [.. errors.ToDictionary().SelectMany(e => e.Value)];
    }

    [Theory]
    [InlineData(" a ", "a")]
    [InlineData("", null)]
    [InlineData("  ", null)]
    [InlineData(null, null)]
    [InlineData("two\nlines\tand 😀", "two\nlines\tand 😀")]
    public void Text_is_trimmed_and_empty_is_none(string? text, string? expected)
    {
        var errors = new FieldErrors();
        Assert.Equal(expected, errors.Text("f", text, 100));
        Assert.False(errors.Any);
    }

    [Fact]
    public void Text_that_cannot_be_stored_or_shown_is_refused()
    {
        // Not as InlineData: attributes are stored in UTF-8, which has no lone surrogates.
        string[] texts = ["a\0b", "bell\u0007", "\ud800 alone", "\udc00\ud800", "end \ud83d"];
        Assert.All(
            texts,
            text =>
                Assert.Equal(
                    ["must not contain control characters or broken Unicode"],
                    ReasonsOf(e => e.Text("f", text, 100))
                )
        );
    }

    [Fact]
    public void Text_has_its_bounds()
    {
        Assert.Equal(["must be at most 3 characters"], ReasonsOf(e => e.Text("f", "abcd", 3)));
        Assert.Equal(["is required"], ReasonsOf(e => e.Text("f", " ", 3, required: true)));
    }

    [Fact]
    public void Numbers_have_bounds_and_at_most_four_digits_after_the_point()
    {
        Assert.Empty(ReasonsOf(e => e.Quantity("f", 0.0001m)));
        Assert.Empty(ReasonsOf(e => e.Quantity("f", 1.10000000m)));
        Assert.Empty(ReasonsOf(e => e.Money("f", 0)));
        Assert.Empty(ReasonsOf(e => e.Money("f", FieldErrors.MaxAmount)));
        Assert.Equal(["must be above 0"], ReasonsOf(e => e.Quantity("f", 0)));
        Assert.Equal(["must be at least 0"], ReasonsOf(e => e.Money("f", -0.0001m)));
        Assert.Equal(["must be at most 1000000000"], ReasonsOf(e => e.Money("f", FieldErrors.MaxAmount + 1)));
        Assert.Equal(["must have at most 4 digits after the point"], ReasonsOf(e => e.Quantity("f", 0.00001m)));
        Assert.Equal(["is required"], ReasonsOf(e => e.Quantity("f", null)));
        Assert.Equal(["must be between 1 and 9"], ReasonsOf(e => e.Whole("f", 10, 1, 9)));
        Assert.Equal(
            (1, 9),
            (new FieldErrors().Whole("f", int.MinValue, 1, 9), new FieldErrors().Whole("f", 10, 1, 9))
        );
    }

    [Fact]
    public void A_moment_is_not_in_the_future_and_is_told_in_UTC()
    {
        var errors = new FieldErrors();
        Assert.Equal(Now, errors.Moment("f", null, Now));
        Assert.Equal(
            TimeSpan.Zero,
            errors.Moment("f", new DateTimeOffset(2026, 3, 1, 14, 0, 0, TimeSpan.FromHours(2)), Now).Offset
        );
        Assert.False(errors.Any);
        Assert.Equal(["must be at most a day ahead"], ReasonsOf(e => e.Moment("f", Now.AddHours(25), Now)));
        Assert.Equal(["must be in 1970 or later"], ReasonsOf(e => e.Moment("f", DateTimeOffset.MinValue, Now)));
    }

    [Theory]
    [InlineData("small", "Small")]
    [InlineData("extra-large", "ExtraLarge")]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void An_enum_is_one_of_its_words(string? text, string? expected)
    {
        var errors = new FieldErrors();
        Assert.Equal(expected, errors.Word<Size>("f", text)?.ToString());
        Assert.False(errors.Any);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("Small")]
    [InlineData("huge")]
    public void Anything_else_is_refused_with_the_words(string text) =>
        Assert.Equal(["must be one of small, extra-large"], ReasonsOf(e => e.Word<Size>("f", text)));

    [Fact]
    public void Every_fault_of_every_field_is_kept()
    {
        var errors = new FieldErrors();
        errors.Add("a", "first");
        errors.Add("b", "other");
        errors.Add("a", "second");
        var problem = errors.ToProblem();
        Assert.Equal(400, problem.StatusCode);
        Assert.Equal(["first", "second"], problem.ProblemDetails.Errors["a"]);
        Assert.Equal(["other"], problem.ProblemDetails.Errors["b"]);
    }
}
