package io.resctl.remote.ssh;

import java.io.IOException;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AbstractAuthMethod;

/** Public-key authentication with one key of an agent: first the question whether the key would do, then the signature. */
final class AgentAuth extends AbstractAuthMethod {
    private final Agent agent;
    private final Agent.Identity identity;

    AgentAuth(Agent agent, Agent.Identity identity) {
        super("publickey");
        this.agent = agent;
        this.identity = identity;
    }

    @Override
    protected SSHPacket buildReq() throws UserAuthException {
        return request(false);
    }

    private SSHPacket request(boolean signed) throws UserAuthException {
        SSHPacket packet = super.buildReq();
        packet.putBoolean(signed);
        packet.putString(identity.algorithm());
        packet.putString(identity.blob());
        return packet;
    }

    @Override
    public void handle(Message command, SSHPacket packet) throws UserAuthException, TransportException {
        if (command != Message.USERAUTH_60) {
            super.handle(command, packet);
            return;
        }
        SSHPacket request = request(true);
        Buffer.PlainBuffer data = new Buffer.PlainBuffer();
        data.putString(params.getTransport().getSessionID());
        data.putBuffer(request);
        try {
            request.putString(agent.sign(identity, data.getCompactData()));
        } catch (IOException e) {
            throw new UserAuthException("the agent did not sign with " + identity.comment() + ": " + e.getMessage(), e);
        }
        params.getTransport().write(request);
    }
}
