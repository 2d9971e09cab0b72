namespace SmartInventory.AppHost.Native;

/// <summary>
/// A reason not to go on that is meant for the person at the terminal: its message is printed, its stack is not.
/// </summary>
internal sealed class HostException(string message, Exception? inner = null) : Exception(message, inner);
