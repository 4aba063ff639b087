using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Microsoft.Win32.SafeHandles;

namespace Keratin.Engines.TensorFlow.Interop;

/// <summary>What TensorFlow says of a call: each thread has one status, which every call gets and which is checked after every call.</summary>
internal sealed unsafe partial class Status : SafeHandleZeroOrMinusOneIsInvalid
{
    [ThreadStatic] private static Status? own;

    private Status() : base(ownsHandle: true) => SetHandle(Native.TF_NewStatus());

    /// <summary>This thread's status, to be given to a call.</summary>
    public static nint Own => (own ??= new Status()).handle;

    public static bool IsOk => Native.TF_GetCode(Own) == 0;

    /// <summary>Throws what the last call of this thread reported, if it failed.</summary>
    /// <param name="op">The op or function that was called.</param>
    /// <exception cref="OpException">The call failed.</exception>
    public static void Check(string op)
    {
        if (!IsOk) throw Failure(op);
    }

    /// <summary>The words of the last failure; the status is clean again.</summary>
    public static string TakeMessage()
    {
        string message = $"{CodeName(Native.TF_GetCode(Own))}: {Utf8.Text(Native.TF_Message(Own))}";
        Native.TF_SetStatus(Own, 0, Utf8.Name(""));
        return message;
    }

    private static OpException Failure(string op)
    {
        string message = TakeMessage();
        string? node = NodeInMessage().Match(message) is { Success: true } match ? match.Groups[1].Value : null;
        return new OpException(op, message) { Node = node };
    }

    protected override bool ReleaseHandle()
    {
        Native.TF_DeleteStatus(handle);
        return true;
    }

    private static string CodeName(int code) => code switch
    {
        1 => "CANCELLED", 2 => "UNKNOWN", 3 => "INVALID_ARGUMENT", 4 => "DEADLINE_EXCEEDED", 5 => "NOT_FOUND", 6 => "ALREADY_EXISTS",
        7 => "PERMISSION_DENIED", 8 => "RESOURCE_EXHAUSTED", 9 => "FAILED_PRECONDITION", 10 => "ABORTED", 11 => "OUT_OF_RANGE", 12 => "UNIMPLEMENTED",
        13 => "INTERNAL", 14 => "UNAVAILABLE", 15 => "DATA_LOSS", 16 => "UNAUTHENTICATED",
        _ => $"code {code}",
    };

    // TensorFlow marks nodes in its messages as {{node NAME}}.
    [GeneratedRegex(@"\{\{node ([^}]+)\}\}")]
    private static partial Regex NodeInMessage();
}
