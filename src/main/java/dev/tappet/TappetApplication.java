package dev.tappet;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The service.
 */
@SpringBootApplication
public class TappetApplication {

	public static void main(String[] args) {
		SpringApplication.run(TappetApplication.class, args);
	}

}
