package io.resctl.remote.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.PullResponseItem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PullProgressTest {
    @Test
    void layersAreAddedUpAndTheSameLineIsNotSaidTwice() throws IOException {
        PullProgress sum = new PullProgress();
        List<String> lines = new ArrayList<>();
        for (String json : List.of(
                "{'status':'Pulling from library/shop','id':'9'}",
                "{'status':'Pulling fs layer','progressDetail':{},'id':'a'}",
                "{'status':'Downloading','progressDetail':{'current':1000000,'total':30000000},'id':'a'}",
                "{'status':'Downloading','progressDetail':{'current':1000001,'total':11000000},'id':'b'}",
                "{'status':'Downloading','progressDetail':{'current':1000002,'total':11000000},'id':'b'}",
                "{'status':'Download complete','progressDetail':{},'id':'b'}",
                "{'status':'Extracting','progressDetail':{'current':5,'total':9},'id':'b'}",
                "{'status':'Downloading','progressDetail':{'current':30000000,'total':30000000},'id':'a'}",
                "{'status':'Pull complete','progressDetail':{},'id':'a'}",
                "{'status':'Status: Downloaded newer image for shop:9'}")) {
            PullResponseItem item = new ObjectMapper().readValue(json.replace('\'', '"'), PullResponseItem.class);
            sum.seen(item).ifPresent(lines::add);
        }

        assertThat(lines).containsExactly("1 of 30 MB", "3 of 41 MB", "12 of 41 MB", "41 of 41 MB");
    }
}
