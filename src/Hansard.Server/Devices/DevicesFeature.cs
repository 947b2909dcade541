using Hansard.Protocol;
using Hansard.Protocol.Devices;
using Hansard.Server.Connections;
using Hansard.Server.Dispatch;
using Hansard.Server.Storage;

namespace Hansard.Server.Devices;

/// <summary>The room's lines of the request table.</summary>
internal static class DevicesFeature
{
    public static void Map(RequestTable table, Database database, ConnectionDirectory connections, Dismissal dismissal)
    {
        Applications applications = new(database, connections, dismissal);
        table.Query<RequestGetApplicationsFull, ResponseApplicationsFull>(Access.Person, applications.All);
        table.Command<RequestDeleteApplication>(Access.Person, applications.Delete);
        table.Command<RequestUpdateDeviceTokenByApplication>(Access.Person, DeviceToken.Update);
    }
}
