namespace SmartInventory.Contracts.Catalog;

/// <summary>How large an image is wanted.</summary>
public enum ImageSize
{
    /// <summary>At most 1,024 pixels wide and high.</summary>
    Full,

    /// <summary>At most 128 pixels wide and high.</summary>
    Thumb,
}

/// <summary>The image of a product as it is kept: WebP, upright, without what cameras write into it.</summary>
/// <param name="Image">Its version, as in <see cref="ProductResponse.Image"/>.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Bytes">Size of the full one.</param>
public sealed record StoredImage(string Image, int Width, int Height, int Bytes);
