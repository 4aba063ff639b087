namespace Keratin.Generators;
