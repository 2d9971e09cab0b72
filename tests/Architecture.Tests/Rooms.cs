using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace SmartInventory.Architecture.Tests;

/// <summary>Who uses what.</summary>
/// <param name="From">The type, with its method where it is used in one.</param>
/// <param name="Room">Its room.</param>
/// <param name="To">The type that is used, or <c>table x</c>.</param>
/// <param name="Used">The room of that.</param>
internal sealed record Use(string From, string Room, string To, string Used);

/// <summary>
/// The rooms of an assembly, which are the first part of a namespace behind its root, and what their types use: in
/// bases, fields, signatures, attributes, locals and the instructions of every method, those that the compiler made
/// included. Text that is handed to the database counts too: the table belongs to the room whose type maps it. What
/// lies in the root itself belongs to no room.
/// </summary>
internal sealed class Rooms : IDisposable
{
    private static readonly Dictionary<ushort, OpCode> OpCodes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!)
        .ToDictionary(o => (ushort)o.Value);

    private readonly PEReader _file;
    private readonly MetadataReader _reader;
    private readonly string _root;
    private readonly string _schema;
    private readonly HashSet<Use> _uses = [];
    private readonly Dictionary<string, string> _tables = [];
    private readonly List<(string From, string Room, string Text)> _texts = [];

    private Rooms(string path, string root, string schema)
    {
        (_file, _root, _schema) = (new(File.OpenRead(path)), root, schema + ".");
        _reader = _file.GetMetadataReader();
    }

    /// <summary>Everything that a type of one room uses of another.</summary>
    /// <param name="assembly">Beside this program, without its ending.</param>
    /// <param name="root">The namespace whose parts are the rooms.</param>
    /// <param name="schema">Of the tables in SQL text.</param>
    public static IReadOnlyCollection<Use> Read(string assembly, string root, string schema = "-")
    {
        using var rooms = new Rooms(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"), root, schema);
        foreach (var handle in rooms._reader.TypeDefinitions)
            rooms.ReadType(handle);
        rooms.ReadTexts();
        return rooms._uses;
    }

    /// <summary>
    /// What goes against an order of rooms, in which each may use those before it; and rooms that are not in it.
    /// </summary>
    public static IEnumerable<string> Against(IEnumerable<Use> uses, string[] order)
    {
        foreach (var use in uses)
        {
            var (room, used) = (Array.IndexOf(order, use.Room), Array.IndexOf(order, use.Used));
            if (room < 0 || used < 0 || used > room)
                yield return $"{use.Room} uses {use.Used}: {use.From} -> {use.To}";
        }
    }

    public void Dispose() => _file.Dispose();

    private void ReadType(TypeDefinitionHandle handle)
    {
        if (RoomOf(handle) is not { } room)
            return;
        var type = _reader.GetTypeDefinition(handle);
        var name = NameOf(handle);
        Add(name, room, type.BaseType);
        foreach (var implementation in type.GetInterfaceImplementations())
            Add(name, room, _reader.GetInterfaceImplementation(implementation).Interface);
        foreach (var parameter in type.GetGenericParameters())
            Add(name, room, parameter);
        foreach (var attribute in type.GetCustomAttributes())
            Add(name, room, _reader.GetCustomAttribute(attribute).Constructor);
        foreach (var field in type.GetFields())
            Add(name, room, _reader.GetFieldDefinition(field).DecodeSignature(Types.Instance, this));
        foreach (var method in type.GetMethods())
            ReadMethod(
                $"{name}.{_reader.GetString(_reader.GetMethodDefinition(method).Name)}",
                room,
                _reader.GetMethodDefinition(method)
            );
    }

    private void ReadMethod(string name, string room, MethodDefinition method)
    {
        Add(name, room, Flat(method.DecodeSignature(Types.Instance, this)));
        foreach (var parameter in method.GetGenericParameters())
            Add(name, room, parameter);
        foreach (var attribute in method.GetCustomAttributes())
            Add(name, room, _reader.GetCustomAttribute(attribute).Constructor);
        if (method.RelativeVirtualAddress == 0)
            return;
        var body = _file.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
            Add(
                name,
                room,
                _reader
                    .GetStandaloneSignature(body.LocalSignature)
                    .DecodeLocalSignature(Types.Instance, this)
                    .SelectMany(t => t)
            );
        foreach (var region in body.ExceptionRegions)
            Add(name, room, region.CatchType);
        ReadInstructions(name, room, body.GetILReader());
    }

    private void ReadInstructions(string name, string room, BlobReader il)
    {
        var text = "";
        while (il.RemainingBytes > 0)
        {
            ushort code = il.ReadByte();
            if (code == 0xFE)
                code = (ushort)(0xFE00 | il.ReadByte());
            var instruction = OpCodes[code];
            switch (instruction.OperandType)
            {
                case OperandType.InlineMethod
                or OperandType.InlineField
                or OperandType.InlineType
                or OperandType.InlineTok:
                    var handle = (EntityHandle)MetadataTokens.Handle(il.ReadInt32());
                    Add(name, room, handle);
                    if (MemberName(handle) == "ToTable")
                        _tables[text] = room;
                    break;
                case OperandType.InlineString:
                    text = _reader.GetUserString((UserStringHandle)MetadataTokens.Handle(il.ReadInt32()));
                    _texts.Add((name, room, text));
                    break;
                case OperandType.InlineSwitch:
                    var targets = il.ReadInt32();
                    il.Offset += 4 * targets;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    il.Offset += 8;
                    break;
                case OperandType.InlineI
                or OperandType.InlineBrTarget
                or OperandType.ShortInlineR
                or OperandType.InlineSig:
                    il.Offset += 4;
                    break;
                case OperandType.InlineVar:
                    il.Offset += 2;
                    break;
                case OperandType.ShortInlineI or OperandType.ShortInlineBrTarget or OperandType.ShortInlineVar:
                    il.Offset += 1;
                    break;
            }
        }
    }

    private void ReadTexts()
    {
        foreach (var (from, room, text) in _texts)
        {
            for (
                var at = text.IndexOf(_schema, StringComparison.Ordinal);
                at >= 0;
                at = text.IndexOf(_schema, at + 1, StringComparison.Ordinal)
            )
            {
                var table = new string([
                    .. text.Skip(at + _schema.Length).TakeWhile(c => c == '_' || char.IsAsciiLetterLower(c)),
                ]);
                if (_tables.TryGetValue(table, out var owner) && owner != room)
                    _uses.Add(new(from, room, $"table {table}", owner));
            }
        }
    }

    private string? MemberName(EntityHandle handle) =>
        handle.Kind switch
        {
            HandleKind.MemberReference => _reader.GetString(
                _reader.GetMemberReference((MemberReferenceHandle)handle).Name
            ),
            HandleKind.MethodSpecification => MemberName(
                _reader.GetMethodSpecification((MethodSpecificationHandle)handle).Method
            ),
            _ => null,
        };

    private void Add(string name, string room, GenericParameterHandle handle)
    {
        foreach (var constraint in _reader.GetGenericParameter(handle).GetConstraints())
            Add(name, room, _reader.GetGenericParameterConstraint(constraint).Type);
    }

    private void Add(string name, string room, EntityHandle handle) => Add(name, room, TypesOf(handle));

    private void Add(string name, string room, IEnumerable<TypeDefinitionHandle> types)
    {
        foreach (var type in types)
        {
            if (RoomOf(type) is { } used && used != room)
                _uses.Add(new(name, room, NameOf(type), used));
        }
    }

    /// <summary>The types of this assembly that a token speaks of.</summary>
    private ImmutableArray<TypeDefinitionHandle> TypesOf(EntityHandle handle)
    {
        if (handle.IsNil)
            return [];
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                return [(TypeDefinitionHandle)handle];
            case HandleKind.TypeSpecification:
                return _reader
                    .GetTypeSpecification((TypeSpecificationHandle)handle)
                    .DecodeSignature(Types.Instance, this);
            case HandleKind.FieldDefinition:
                var field = _reader.GetFieldDefinition((FieldDefinitionHandle)handle);
                return [field.GetDeclaringType(), .. field.DecodeSignature(Types.Instance, this)];
            case HandleKind.MethodDefinition:
                var method = _reader.GetMethodDefinition((MethodDefinitionHandle)handle);
                return [method.GetDeclaringType(), .. Flat(method.DecodeSignature(Types.Instance, this))];
            case HandleKind.MethodSpecification:
                var made = _reader.GetMethodSpecification((MethodSpecificationHandle)handle);
                return [.. TypesOf(made.Method), .. made.DecodeSignature(Types.Instance, this).SelectMany(t => t)];
            case HandleKind.MemberReference:
                var member = _reader.GetMemberReference((MemberReferenceHandle)handle);
                return
                [
                    .. TypesOf(member.Parent),
                    .. member.GetKind() == MemberReferenceKind.Field
                        ? member.DecodeFieldSignature(Types.Instance, this)
                        : Flat(member.DecodeMethodSignature(Types.Instance, this)),
                ];
            default:
                return [];
        }
    }

    private static ImmutableArray<TypeDefinitionHandle> Flat(
        MethodSignature<ImmutableArray<TypeDefinitionHandle>> signature
    ) => [.. signature.ReturnType, .. signature.ParameterTypes.SelectMany(t => t)];

    /// <summary>The room of a type, or of the type that it is nested in; null for what belongs to none.</summary>
    private string? RoomOf(TypeDefinitionHandle handle)
    {
        var type = Outermost(handle);
        var space = _reader.GetString(type.Namespace);
        return space.StartsWith(_root + ".", StringComparison.Ordinal)
            ? space[(_root.Length + 1)..].Split('.')[0]
            : null;
    }

    private string NameOf(TypeDefinitionHandle handle) => _reader.GetString(Outermost(handle).Name);

    private TypeDefinition Outermost(TypeDefinitionHandle handle)
    {
        var type = _reader.GetTypeDefinition(handle);
        return type.GetDeclaringType() is { IsNil: false } outer ? Outermost(outer) : type;
    }

    /// <summary>A type as the types of this assembly that it is made of.</summary>
    private sealed class Types : ISignatureTypeProvider<ImmutableArray<TypeDefinitionHandle>, Rooms>
    {
        public static readonly Types Instance = new();

        public ImmutableArray<TypeDefinitionHandle> GetTypeFromDefinition(
            MetadataReader reader,
            TypeDefinitionHandle handle,
            byte kind
        ) => [handle];

        public ImmutableArray<TypeDefinitionHandle> GetTypeFromReference(
            MetadataReader reader,
            TypeReferenceHandle handle,
            byte kind
        ) => [];

        public ImmutableArray<TypeDefinitionHandle> GetTypeFromSpecification(
            MetadataReader reader,
            Rooms rooms,
            TypeSpecificationHandle handle,
            byte kind
        ) => reader.GetTypeSpecification(handle).DecodeSignature(this, rooms);

        public ImmutableArray<TypeDefinitionHandle> GetPrimitiveType(PrimitiveTypeCode code) => [];

        public ImmutableArray<TypeDefinitionHandle> GetSZArrayType(ImmutableArray<TypeDefinitionHandle> element) =>
            element;

        public ImmutableArray<TypeDefinitionHandle> GetArrayType(
            ImmutableArray<TypeDefinitionHandle> element,
            ArrayShape shape
        ) => element;

        public ImmutableArray<TypeDefinitionHandle> GetByReferenceType(ImmutableArray<TypeDefinitionHandle> element) =>
            element;

        public ImmutableArray<TypeDefinitionHandle> GetPointerType(ImmutableArray<TypeDefinitionHandle> element) =>
            element;

        public ImmutableArray<TypeDefinitionHandle> GetPinnedType(ImmutableArray<TypeDefinitionHandle> element) =>
            element;

        public ImmutableArray<TypeDefinitionHandle> GetFunctionPointerType(
            MethodSignature<ImmutableArray<TypeDefinitionHandle>> signature
        ) => Flat(signature);

        public ImmutableArray<TypeDefinitionHandle> GetGenericInstantiation(
            ImmutableArray<TypeDefinitionHandle> type,
            ImmutableArray<ImmutableArray<TypeDefinitionHandle>> arguments
        ) => [.. type, .. arguments.SelectMany(t => t)];

        public ImmutableArray<TypeDefinitionHandle> GetGenericMethodParameter(Rooms rooms, int index) => [];

        public ImmutableArray<TypeDefinitionHandle> GetGenericTypeParameter(Rooms rooms, int index) => [];

        public ImmutableArray<TypeDefinitionHandle> GetModifiedType(
            ImmutableArray<TypeDefinitionHandle> modifier,
            ImmutableArray<TypeDefinitionHandle> type,
            bool required
        ) => [.. modifier, .. type];
    }
}
