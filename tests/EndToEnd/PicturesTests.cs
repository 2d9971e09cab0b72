using System.Diagnostics;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.EndToEnd;

public sealed class PicturesTests(InventorySystem system) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("e2e-pictures-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_pictures_of_the_documentation_can_be_taken_again()
    {
        // One product has its picture, whatever other tests made before.
        await system
            .Client<ICatalogApi>()
            .CreateProduct(
                new CreateProduct
                {
                    Sku = "PICTURE-1",
                    Name = "Picture",
                    Price = 1m,
                },
                ct: TestContext.Current.CancellationToken
            );
        using var program = Process.Start(
            Programs.Start(
                Programs.Pictures,
                [
                    "--dashboard",
                    system.Dashboard.ToString(),
                    "--password",
                    await system.PasswordAsync(),
                    "--into",
                    _folder,
                ]
            )
        )!;
        var output = program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = program.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(program.ExitCode == 0, $"{await output}\n{await error}");
        var taken = new DirectoryInfo(_folder).GetFiles("*.png");
        Assert.Contains(taken, picture => picture.Name == "today-phone.png");
        // An empty page is a small file.
        Assert.All(taken, picture => Assert.True(picture.Length > 10_000, $"{picture.Name}: {picture.Length} bytes"));
    }
}
